#!/usr/bin/python3
"""A mailbox behind a real SMTP server (aiosmtpd), which does what a file says.

    mail_server.py PORT MODE_FILE BOX_FILE

PORT 0 is any free one; the port is printed when it listens. What the mode file holds is read for each letter:
"accept", "later" (451), "never" (550 for the letter), "nobody" (550 for the recipient), "hang-up" (takes the letter and
hangs up instead of saying so), "slow" (takes the letter and says so after two seconds). A letter that is taken is a line
of JSON in the box file, also when it was there before: "again" says so, by its Message-ID.
"""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


class Box:
    def __init__(self, mode_file, box_file):
        self.mode_file = mode_file
        self.box_file = box_file
        self.seen = set()

    def mode(self):
        with open(self.mode_file, encoding="ascii") as file:
            return file.read().strip()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode() == "nobody":
            return "550 5.1.1 nobody here of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode()
        if mode == "later":
            return "451 4.3.0 later"
        if mode == "never":
            return "550 5.7.1 never"
        self.take(envelope)
        if mode == "hang-up":
            server.transport.abort()
        if mode == "slow":
            await asyncio.sleep(2)
        return "250 OK"

    def take(self, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        defects = list(message.defects)
        for _, value in message.items():
            defects += value.defects
        letter = {
            "id": message["message-id"],
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": message["subject"],
            "text": message.get_content(),
            "date": message["date"],
            "auto": message["auto-submitted"],
            "defects": [str(defect) for defect in defects],
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")),
            "ascii": all(byte < 128 for byte in envelope.content),
            "again": message["message-id"] in self.seen,
        }
        self.seen.add(message["message-id"])
        with open(self.box_file, "a", encoding="utf-8") as file:
            file.write(json.dumps(letter) + "\n")


async def main(port, mode_file, box_file):
    box = Box(mode_file, box_file)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="box", loop=loop), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
