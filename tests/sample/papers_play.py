#!/usr/bin/env python3
"""Sends the twelve papers of deploy/sample through real programs, each by a therapist who could have written it, and
prints each as text for the medical record: usage: papers_play.py BIN. Nothing sleeps; the server's clock stands in
the week in which the papers play."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path("deploy/sample")
# A page of A4 in a font that can be read.
LINES_ON_A_PAGE = 72
COLUMNS_ON_A_PAGE = 95

# Those that a hospital sends home: paper, sender, urgency, professions, where to (nothing: where the rules say).
DISCHARGES = {
    1: ("karin.at@su-ostra-rehab", "fast_track", "ot,pt", ["--to", "molndal-hemrehab"]),
    2: ("jonas.ft@su-molndal-rehab", "urgent", "ot,pt", ["--to", "molndal-hemrehab"]),
    3: ("petra.at@su-sahlgrenska-rehab", "routine", "ot", ["--to", "goteborg-centrum-at"]),
    4: ("lotta.at@nu-nal-rehab", "routine", "ot,pt", []),
    5: ("ulla.at@sas-boras-rehab", "routine", "ot,pt", []),
    6: ("petra.at@su-sahlgrenska-rehab", "urgent", "ot,pt", []),
    11: ("helse-stavanger-rehab", "urgent", "ot,pt", ["--door-code", "0000"]),
    12: ("ulla.at@sas-boras-rehab", "urgent", "ot", []),
}
RECEIVERS = {
    1: ["molndal-hemrehab"], 2: ["molndal-hemrehab"], 3: ["goteborg-centrum-at"], 4: ["trollhattan-hemrehab"],
    5: ["boras-sabo-rehab"], 6: ["harryda-hemrehab"], 7: ["kungalv-hemrehab"], 8: ["su-ostra-rehab"],
    9: ["nu-nal-rehab"], 10: ["skovde-hemrehab-at", "skovde-hemrehab-ft"],
    11: ["stavanger-ergoterapi", "stavanger-fysioterapi"], 12: ["ulricehamn-hemrehab"],
}


class Play:
    def __init__(self, bin, folder):
        self.bin, self.folder, self.server = bin, Path(folder), None
        self.staff = {}

    def start(self):
        key, log = self.folder / "key", self.folder / "log"
        subprocess.run([self.bin / "hemgangd", "--new-master-key", key], check=True, stdout=subprocess.DEVNULL)
        with open(log, "w") as out:
            self.server = subprocess.Popen(
                [self.bin / "hemgangd", "--data", self.folder / "data", "--create", "--master-key", key, "--listen",
                 f"unix:{self.folder}/socket", "--insecure-demo", "--demo-clock", "2026-06-09T09:55:00+02:00,1"],
                stdout=out, stderr=out)
        until = time.monotonic() + 30
        while '"started"' not in log.read_text():
            if self.server.poll() is not None or time.monotonic() > until:
                sys.exit(f"the server did not start:\n{log.read_text()}")
            time.sleep(0.05)
        directory = self.folder / "region.yaml"
        with open(directory, "w") as out:
            subprocess.run([sys.executable, "-B", SAMPLE / "region.py"], check=True, stdout=out)
        self.run("directory@directory", "directory", "apply", directory)
        everything = json.loads(self.run("karin.at@su-ostra-rehab", "--json", "directory", "show"))
        for person in everything["directory"]["staff"]:
            for unit in person["unitIds"]:
                self.staff.setdefault(unit, f"{person['id']}@{unit}")

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait()

    def run(self, caller, *words):
        caller = self.staff.get(caller, caller)
        done = subprocess.run([self.bin / "hemgang", "--server", f"unix:{self.folder}/socket", "--as", caller, *map(str, words)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"hemgang --as {caller} {' '.join(map(str, words))}\n{done.stderr}")
        return done.stdout

    def open(self, paper, caller):
        file, = SAMPLE.glob(f"patients/{paper}-*.yaml")
        return json.loads(self.run(caller, "--json", "transition", "open", file))["outcome"]["transition"]["id"]

    def send(self, paper, caller, transition, *flags):
        """The handovers that came of it."""
        file, = SAMPLE.glob(f"handovers/{paper}-*.yaml")
        caller = self.staff.get(caller, caller)
        answer = json.loads(self.run(caller, "--json", "handover", "send", "--transition", transition, "--content", file, *flags))
        sender = caller.partition("@")[2]
        mine = [each for each in answer["outcome"]["transition"]["handovers"] if each["senderUnitId"] == sender]
        return [(each["receiverUnitId"], each["id"]) for each in mine]

    def send_home_first(self, paper, hospital, receiver, professions, content):
        """What must have been before the paper is written: sent, taken, and gone home; gives the transition."""
        transition = self.open(paper, hospital)
        sent = self.send(content, hospital, transition, "--urgency", "routine", "--profession", professions, "--to", receiver)
        self.run(receiver, "handover", "acknowledge", sent[0][1])
        self.run(hospital, "transition", "record-discharge", transition)
        return transition

    def play(self):
        sent = {}
        for paper, (caller, urgency, professions, flags) in DISCHARGES.items():
            transition = self.open(paper, caller)
            sent[paper] = caller, self.send(paper, caller, transition, "--urgency", urgency, "--profession", professions, *flags)
        ordinary = ["--urgency", "routine", "--profession"]
        caller = "kungalvs-sjukhus-rehab"
        sent[7] = caller, self.send(7, caller, self.open(7, caller), "--kind", "rehab_notice", *ordinary, "ot,pt")
        caller = "maja.at@partille-hemrehab"
        sent[8] = caller, self.send(8, caller, self.open(8, caller), "--kind", "admission_report", *ordinary, "ot,pt")
        caller = "uddevalla-hemrehab-ft"
        transition = self.send_home_first(9, "henrik.ft@nu-nal-rehab", caller, "pt", 4)
        sent[9] = caller, self.send(9, caller, transition, "--kind", "follow_up", *ordinary, "pt")
        caller = "skovde-sabo-rehab"
        transition = self.send_home_first(10, "skas-skovde-rehab", caller, "ot,pt", 5)
        sent[10] = caller, self.send(10, caller, transition, "--kind", "onward", "--move-date", "2026-06-22", *ordinary, "ot,pt")
        for paper, (caller, handovers) in sorted(sent.items()):
            if sorted(unit for unit, _ in handovers) != RECEIVERS[paper]:
                sys.exit(f"paper {paper} went to {handovers}, not to {RECEIVERS[paper]}")
            for _, handover in handovers:
                self.check_text(paper, self.run(caller, "handover", "text", handover, "--for", "journal"))

    def check_text(self, paper, text):
        lines = text.splitlines()
        if not 10 <= len(lines) <= LINES_ON_A_PAGE or max(map(len, lines)) > COLUMNS_ON_A_PAGE:
            sys.exit(f"paper {paper} does not fit a page: {len(lines)} lines of up to {max(map(len, lines))}\n{text}")
        if paper == 12 and ("SKYDDADE PERSONUPPGIFTER" not in text or "1491" in text):
            sys.exit(f"paper {paper} tells where somebody is whom the register protects\n{text}")
        print(f"paper {paper}: {len(lines)} lines")


def main():
    with tempfile.TemporaryDirectory() as folder:
        play = Play(Path(sys.argv[1]).resolve(), folder)
        try:
            play.start()
            play.play()
        finally:
            play.stop()


if __name__ == "__main__":
    main()
