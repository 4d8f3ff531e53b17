#!/usr/bin/env python3
"""Prints the sample directory: the whole of Västra Götaland, its hospitals, and one Norwegian municipality beside it.

    deploy/sample/region.py > directory.yaml
    hemgang directory apply directory.yaml --dry-run

What is a fact (codes and names of the municipalities) and what is invented stands in the csv files beside this one;
here stands how units are named, who covers whom, and which rules lead where. Knows nothing of the service.
"""

import csv
import itertools
import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOTH = ["occupational_therapist", "physiotherapist"]
PROFESSIONS = {"at": BOTH[:1], "ft": BOTH[1:], "at ft": BOTH}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]
WEEKEND = ["saturday", "sunday"]

# Opening hours that are not the country's own (Sweden 08:00–16:00, Norway 08:00–15:30): intervals, and whether the unit
# works on public holidays too.
HOURS = {
    "always": ([(WEEKDAYS + WEEKEND, "00:00", "24:00")], True),
    "nights": ([(WEEKDAYS + WEEKEND, "16:00", "24:00"), (WEEKDAYS + WEEKEND, "00:00", "07:00")], True),
    "evenings_and_weekends": ([(WEEKDAYS, "07:00", "21:00"), (WEEKEND, "08:00", "18:00")], True),
    "saturdays_too": ([(WEEKDAYS, "07:30", "16:30"), (["saturday"], "08:00", "12:00")], False),
    "short_fridays": ([(WEEKDAYS[:4], "07:45", "16:30"), (["friday"], "07:45", "15:00")], False),
}

# The areas in which Göteborg's home care is organised, and whether the two professions have inboxes of their own there.
DISTRICTS = (
    ("nordost", "Nordost", False),
    ("centrum", "Centrum", True),
    ("sydvast", "Sydväst", False),
    ("hisingen", "Hisingen", True),
)

RESIDENTIAL = ["residential_care", "dementia_housing", "short_term_place", "respite"]
ORDINARY = ["ordinary_alone", "ordinary_cohabiting", "senior_housing", "with_relatives"]

# What one unit, organisation or rule has beyond its kind, by id.
ORGANISATION_DETAILS = {
    # A routine of their own; see `policies`.
    "goteborg": {"policy_id": "goteborg-2026"},
    # Half days count only for an organisation that names them: these days every unit of Härryda closes at noon.
    "harryda": {
        "half_days": [
            {"day": day, "closes": "12:00"} for day in ("maundy_thursday", "walpurgis_eve", "all_saints_eve")
        ]
    },
}
UNIT_DETAILS = {
    # Closed in July, with somebody who answers meanwhile.
    "primarvardsrehab-molndal": {
        "cover_unit_id": "narhalsan-partille-rehab",
        "closures": [
            {"from_date": "2026-07-06", "to_date": "2026-07-31"},
            {"from_date": "2027-07-05", "to_date": "2027-07-30"},
        ],
    },
    # Closed for some days and covered by nobody: a phone is answered, and no need waits for more than a week.
    "rehabhuset-utkasten": {"closures": [{"from_date": "2027-07-12", "to_date": "2027-07-15"}]},
    # Planned ahead: the unit ends with January, and what it still holds then goes to the other one.
    "kungalv-sabo-rehab": {"valid_to": "2027-01-31", "successor_unit_id": "kungalv-hemrehab"},
    # An explicit "nobody": whoever sends on a Friday afternoon is told so, instead of ringing in vain.
    "trollhattan-hemrehab": {"off_hours": {"none": True}},
    "trollhattan-sabo-rehab": {"off_hours": {"none": True}},
}
UNIT_HOURS = {"partille-hemrehab": "short_fridays"}
RULE_DETAILS = {("kungalv", "sarskilt-boende"): {"valid_to": "2027-01-31"}}

# Numbers that PTS has set aside for fiction; nobody answers them. They are fewer than the units, so some come again.
FICTION = (
    [f"08-465 004 {n:02}" for n in range(100)]
    + [f"031-390 06 {n:02}" for n in range(46, 100)]
    + [f"070-174 06 {n:02}" for n in range(50, 100)]
)

FIRST_NAMES = (
    "Agnes Bertil Cajsa Dag Ebba Folke Greta Hjalmar Ingrid Jerker Karin Love Märta Nils Olivia Pelle Rut Sixten Tyra "
    "Ulf Vera Yngve Åke Östen Alva Börje Disa Elof Frida Gösta"
).split()
SURNAMES = (
    "Exempelsson Provander Påhittsdotter Låtsaslund Skissgren Demoberg Övningsson Sagoquist Fantasén Testholm Mallström "
    "Utkastsson Provkvist Förslagsson Prototypsson Modellsson Fiktivsson Påhittsmark Exempelvik Testedal Sagodal "
    "Låtsasvik Skissdahl"
).split()
NORWEGIAN_SURNAMES = "Eksempelsen Prøveland Påfunnsdal Utkastnes Oppdiktsen".split()
# Who works in a unit of this kind, besides its therapists: role in the id, profession.
ROLES = {
    "ward": "ssk",
    "manager": "chef",
    "operations": "vc",
    "medically_responsible": "mas",
    "steering_group": "sg",
}
THERAPISTS = {"occupational_therapist": "at", "physiotherapist": "ft"}


def rows_of(name):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_digit_fits(number):
    """Luhn, mod 10."""
    digits = [int(c) * (2 if i % 2 == 0 else 1) for i, c in enumerate(number)]
    return len(number) == 10 and sum(d // 10 + d % 10 for d in digits) % 10 == 0


def plain_letters(text):
    """For ids: small letters without dots and rings."""
    return text.lower().translate(str.maketrans("åäöæø", "aaoao"))


class Region:
    """The directory as it grows: what a unit, an organisation or a person always has is added here."""

    def __init__(self):
        self.networks, self.organisations, self.policies, self.units, self.staff = [], [], [], [], []
        self._phones = itertools.cycle(FICTION)
        self._hsa_prefix = {}
        self._numbers = Counter()

    def add_organisation(self, id, name, kind, network, country="SE", number="", code="", rules=(), districts=()):
        if number and not check_digit_fits(number):
            sys.exit(f"region.py: {number} is no organisation number")
        self._hsa_prefix[id] = f"SE{number}-DEMO" if number else ""
        units = (f"{id}-verksamhetschef", f"{id}-mas-mar") if id != "vgr" else ("vgr-verksamhetschefer", "vgr-chefslakare")
        self.organisations.append({
            "id": id, "name": name, "kind": kind, "network_id": network, "country": country, "municipality_code": code,
            "operations_unit_id": units[0], "medically_responsible_unit_id": units[1],
            **ORGANISATION_DETAILS.get(id, {}), "districts": list(districts),
            "rules": [{**rule, **RULE_DETAILS.get((id, rule["id"]), {})} for rule in rules],
        })

    def add_unit(self, id, organisation, name, kind, professions=(), manager="", phone="", hours="", off_hours=None):
        unit = {
            "id": id, "organisation_id": organisation, "name": name, "kind": kind,
            "hsa_id": self._next_hsa_id(organisation, "", 1001), "phone": phone or next(self._phones),
            "email": f"{id}@example.org", "professions": list(professions), "manager_unit_id": manager,
            "off_hours": off_hours or {"none": True},
        }
        hours = hours or UNIT_HOURS.get(id, "")
        if hours:
            intervals, on_holidays = HOURS[hours]
            unit["hours"] = [{"days": d, "opens": o, "closes": c} for d, o, c in intervals]
            unit["open_on_holidays"] = on_holidays
        self.units.append({**unit, **UNIT_DETAILS.get(id, {})})

    def add_inboxes(self, organisation, place, names):
        """The people of an organisation who are told when time passes: kind, the end of the id, what it is called."""
        for kind, end, name in names:
            self.add_unit(f"{organisation}-{end}", organisation, f"{place}, {name}", kind)

    def phone(self):
        return next(self._phones)

    def add_person(self, id, name, profession, units):
        organisation = next(unit["organisation_id"] for unit in self.units if unit["id"] == units[0])
        hsa_id = self._next_hsa_id(organisation, "P", 1)
        self.staff.append({"id": id, "name": name, "hsa_id": hsa_id, "profession": profession, "unit_ids": units})

    def add_staff(self):
        """Those of staff.csv first; then somebody invented for every unit that has nobody yet."""
        for row in rows_of("staff.csv"):
            self.add_person(row["id"], row["name"], row["profession"], row["units"].split())
        staffed = {unit for person in self.staff for unit in person["unit_ids"]}
        norwegian = {organisation["id"] for organisation in self.organisations if organisation["country"] == "NO"}
        taken, numbers = {person["id"] for person in self.staff}, itertools.count()
        for unit in self.units:
            if unit["id"] in staffed:
                continue
            roles = [(THERAPISTS[p], p) for p in unit["professions"]] or [(ROLES[unit["kind"]], "other")]
            for role, profession in roles:
                n = next(numbers)
                first = FIRST_NAMES[n % len(FIRST_NAMES)]
                surnames = NORWEGIAN_SURNAMES if unit["organisation_id"] in norwegian else SURNAMES
                id = f"{plain_letters(first)}.{role}.{unit['organisation_id']}"
                if id in taken:
                    id += f".{n}"
                taken.add(id)
                self.add_person(id, f"{first} {surnames[n % len(surnames)]}", profession, [unit["id"]])

    def _next_hsa_id(self, organisation, letter, first):
        prefix = self._hsa_prefix[organisation]
        self._numbers[prefix + letter] += 1
        number = first - 1 + self._numbers[prefix + letter]
        return f"{prefix}{letter}{number:0{3 if letter else 4}}" if prefix else ""


def add_region(region, regional):
    """Västra Götalandsregionen: one care provider in the law's sense, with all its hospitals."""
    region.networks.append({
        "id": "vastra-gotaland", "name": "Vårdsamverkan Västra Götaland (exempel)", "steering_unit_id": "vg-styrgrupp"})
    region.add_organisation(
        "vgr", "Västra Götalandsregionen", "region", "vastra-gotaland", number="2321000131",
        rules=[{"id": "okand-kommun", "unit_ids": ["vgr-hitta-ratt"], "basis": "Tills kommunen är känd"}])
    for row in regional:
        contact = {"name": row["off_hours_name"], "phone": row["off_hours_phone"]} if row["off_hours_phone"] else None
        region.add_unit(row["id"], "vgr", row["name"], row["kind"], PROFESSIONS.get(row["professions"], ()),
                        row["manager"], row["phone"], row["hours"], contact)


def units_of(municipality):
    """Id, what it is called, professions and the district of each unit that receives, residential care last."""
    id, shape = municipality["id"], municipality["shape"]
    residential = (f"{id}-sabo-rehab", "rehab särskilt boende", "at ft", "")
    if shape == "one":
        return [(f"{id}-hemrehab", "hemrehab", "at ft", "")]
    if shape == "two":
        return [(f"{id}-hemrehab", "hemrehab", "at ft", ""), residential]
    if shape == "three":
        return [(f"{id}-hemrehab-at", "arbetsterapi i hemmet", "at", ""),
                (f"{id}-hemrehab-ft", "fysioterapi i hemmet", "ft", ""), residential]
    units = []
    for district, name, is_split in DISTRICTS:
        if is_split:
            units.append((f"{id}-{district}-at", f"{name}, arbetsterapi hemsjukvård", "at", district))
            units.append((f"{id}-{district}-ft", f"{name}, fysioterapi hemsjukvård", "ft", district))
        else:
            units.append((f"{id}-{district}-rehab", f"{name}, rehab hemsjukvård", "at ft", district))
    return units + [residential]


def rules_of(municipality, units, regional):
    """Ordered; the first that fits holds, and the last fits everything."""
    mine = [row for row in regional if row["area"] == municipality["area"]]
    team = next(row for row in mine if row["kind"] == "palliative_team")
    clinics = [row["id"] for row in mine if row["kind"] == "primary_care_rehab"]
    if municipality["area"] == "su":
        clinics.append("rehabhuset-utkasten")
    # A team without occupational therapists leaves them to the municipality.
    professions = {} if team["professions"] == "at ft" else {"professions": PROFESSIONS[team["professions"]]}
    rules = [
        {"id": "specialiserad-palliativ", **professions, "care_levels": ["specialised_palliative"],
         "unit_ids": [team["id"]], "basis": "Hälso- och sjukvårdsavtalet: specialiserad palliativ vård i hemmet"},
        {"id": "hospice", **professions, "dwelling_forms": ["hospice"], "unit_ids": [team["id"]],
         "basis": "Hälso- och sjukvårdsavtalet: hospice"},
        {"id": "oppenvard", "dwelling_forms": ORDINARY, "mobilities": ["can_visit_clinic"], "unit_ids": clinics,
         "basis": "Vårdval Rehab: patienten väljer (lag 2008:962 om valfrihetssystem)"},
    ]
    home = [unit for unit in units if "sabo" not in unit[0]]
    if len(home) < len(units):
        rules.append({"id": "sarskilt-boende", "dwelling_forms": RESIDENTIAL, "unit_ids": [units[-1][0]],
                      "basis": "HSL 12 kap. 1 §"})
    for district, _, _ in DISTRICTS if municipality["shape"] == "districts" else ():
        rules.append({"id": f"hemma-{district}", "district_ids": [district],
                      "unit_ids": [unit[0] for unit in home if unit[3] == district], "basis": "HSL 12 kap. 2 §"})
    last = [f"{municipality['id']}-trygg-hemgang"] if municipality["shape"] == "districts" else [unit[0] for unit in home]
    return rules + [{"id": "allt", "unit_ids": last, "basis": "HSL 12 kap. 1–2 §§"}]


def add_municipality(region, row, regional):
    id, name = row["id"], row["name"]
    units = units_of(row)
    districts = [{"id": d, "name": n} for d, n, _ in DISTRICTS] if row["shape"] == "districts" else []
    region.add_organisation(id, row["full_name"], "municipality", "vastra-gotaland", number=row["organisation_number"],
                            code=row["code"], rules=rules_of(row, units, regional), districts=districts)
    nurse = {"name": "Sjuksköterska hemsjukvård, jour", "phone": region.phone()}
    managers = {}
    for unit_id, what, professions, district in units:
        manager = f"{id}-{district}-chef" if district else f"{id}-hemrehab-chef"
        managers[manager] = f"enhetschef rehab {district.capitalize()}" if district else "enhetschef hemrehab"
        region.add_unit(unit_id, id, f"{name}, {what}", "home_rehab", PROFESSIONS[professions], manager, off_hours=nurse)
    if id == "goteborg":
        region.add_unit("goteborg-trygg-hemgang", id, "Göteborg, trygg hemgång dygnet runt", "home_rehab", BOTH,
                        "goteborg-centrum-chef", hours="always")
    if id == "boras":
        day = {"name": "Arbetsterapi i hemmet (dagtid)", "phone": region.phone()}
        region.add_unit("boras-hemgangsteam-natt", id, "Borås, hemgångsteamet kväll och natt", "home_rehab",
                        PROFESSIONS["at"], "boras-hemrehab-chef", hours="nights", off_hours=day)
    for manager, what in managers.items():
        region.add_unit(manager, id, f"{name}, {what}", "manager")
    region.add_inboxes(id, name, [("operations", "verksamhetschef", "verksamhetschef hälso- och sjukvård"),
                                  ("medically_responsible", "mas-mar", "MAS och MAR")])


def add_private_practice(region):
    """A receiver like any other: the patient may choose it."""
    id, name = "rehabhuset-utkasten", "Rehabhuset Utkasten"
    region.add_organisation(id, f"{name} AB (påhittat)", "private", "vastra-gotaland")
    region.add_unit(id, id, name, "primary_care_rehab", BOTH, f"{id}-chef",
                    off_hours={"name": "Telefonsvarare, avlyssnas varje vardag", "phone": region.phone()})
    region.add_unit(f"{id}-chef", id, f"{name}, verksamhetschef rehab", "manager")
    region.add_inboxes(id, name, [("operations", "verksamhetschef", "vd"),
                                  ("medically_responsible", "mas-mar", "medicinskt ledningsansvarig")])


def add_norway(region):
    """One municipality and its hospital: other public holidays, other hours, another network."""
    network, town, trust = "stavangerregionen", "stavanger", "helse-stavanger"
    region.networks.append({"id": network, "name": "Samhandling Stavangerregionen (eksempel)",
                            "steering_unit_id": f"{town}-samarbeidsutvalg"})
    region.add_organisation(trust, "Helse Stavanger HF", "region", network, "NO", rules=[
        {"id": "ukjent-kommune", "unit_ids": [f"{trust}-palliativt-team"], "basis": "Til kommunen er kjent"}])
    region.add_organisation(town, "Stavanger kommune", "municipality", network, "NO", code="1103", rules=[
        {"id": "spesialisert-palliativ", "care_levels": ["specialised_palliative"],
         "unit_ids": [f"{trust}-palliativt-team"], "basis": "Samarbeidsavtale om lindrende behandling"},
        {"id": "fysioterapi-klinikk", "professions": BOTH[1:], "mobilities": ["can_visit_clinic"],
         "dwelling_forms": ORDINARY, "unit_ids": [f"{town}-fysioterapi", f"{town}-frisklivssentral"],
         "basis": "Pasient- og brukerrettighetsloven § 2-1 a"},
        {"id": "alt", "unit_ids": [f"{town}-ergoterapi", f"{town}-fysioterapi"],
         "basis": "Helse- og omsorgstjenesteloven § 3-2"}])
    duty = {"name": "Legevakt og ambulerende sykepleie", "phone": region.phone()}
    region.add_unit(f"{trust}-rehab", trust, "Stavanger universitetssjukehus, ergo- og fysioterapi", "hospital_rehab", BOTH,
                    f"{trust}-leder")
    region.add_unit(f"{trust}-sengepost-3b", trust, "Stavanger universitetssjukehus, sengepost 3B", "ward",
                    manager=f"{trust}-leder", hours="always")
    region.add_unit(f"{trust}-palliativt-team", trust, "Palliativt team Stavanger", "palliative_team", BOTH,
                    f"{trust}-leder", off_hours=duty)
    for unit, name, professions in (("ergoterapi", "ergoterapi", "at"), ("fysioterapi", "fysioterapi", "ft"),
                                    ("frisklivssentral", "frisklivssentral og fysioterapi", "ft")):
        region.add_unit(f"{town}-{unit}", town, f"Stavanger, {name}", "home_rehab", PROFESSIONS[professions],
                        f"{town}-leder", off_hours=duty)
    for id, place in ((trust, "Helse Stavanger"), (town, "Stavanger")):
        region.add_inboxes(id, place, [("manager", "leder", "avdelingsleder rehabilitering"),
                                       ("operations", "verksamhetschef", "virksomhetsleder"),
                                       ("medically_responsible", "mas-mar", "medisinsk ansvarlig")])
    region.add_unit(f"{town}-samarbeidsutvalg", town, "Samarbeidsutvalg Stavangerregionen", "steering_group")


def build():
    region, regional = Region(), rows_of("regional_units.csv")
    region.policies.append({"id": "goteborg-2026", "numbers": [
        {"name": "acknowledge.routine.hours", "value": 6}, {"name": "first_contact.routine.calendar_days", "value": 5}]})
    add_region(region, regional)
    for row in rows_of("municipalities.csv"):
        add_municipality(region, row, regional)
    add_private_practice(region)
    add_norway(region)
    region.add_staff()
    return {"networks": region.networks, "organisations": region.organisations, "policies": region.policies,
            "units": region.units, "staff": region.staff}


def written(value):
    """A value on one line, as YAML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key}: {written(v)}" for key, v in value.items() if v not in ("", [], ())) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z_]*(-[a-z0-9]+)*", value) and value not in ("none", "no", "yes"):
        return value
    return json.dumps(value, ensure_ascii=False)


def print_directory(directory, out):
    out.write("# The sample directory, as deploy/sample/region.py prints it. Nobody in it exists.\n")
    for section, things in directory.items():
        out.write(f"\n{section}:\n")
        for thing in things:
            lead = "  - "
            for key, value in thing.items():
                if value in ("", []) or value is False:
                    continue
                if isinstance(value, list) and isinstance(value[0], dict):
                    out.write(f"{lead}{key}:\n" + "".join(f"      - {written(part)}\n" for part in value))
                else:
                    out.write(f"{lead}{key}: {written(value)}\n")
                lead = "    "


if __name__ == "__main__":
    print_directory(build(), sys.stdout)
