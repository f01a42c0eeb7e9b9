"""Makes price lists as suppliers send them, together with what is in them."""

import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

COLUMNS = ["sku", "name", "price", "ean", "updated", "stock"]
REASONS = {"sku": "bad sku", "name": "no name", "price": "bad price", "ean": "bad ean", "updated": "bad date", "stock": "bad stock"}
MONTHS = "January February March April May June July August September October November December".split()
BAD = None


@dataclass
class PriceList:
    content: bytes
    clean: list
    rejects: list


class Maker:
    """Fields are pairs of a text and the value that it stands for, which is BAD when there is none."""

    def __init__(self, seed, encoding):
        self.rng = random.Random(seed)
        self.unicode = encoding != "cp1252"
        self.spaces = [" ", "\u00a0", "\t"] + (["\u2009", "\u202f"] if self.unicode else [])
        self.skus = [self.letters() + self.digits(self.rng.randint(4, 6)) for _ in range(70)]

    def letters(self):
        return "".join(self.rng.choice("ABCDEFGHKLMNPRSTUXYZ") for _ in range(self.rng.randint(2, 3)))

    def digits(self, count):
        return "".join(self.rng.choice("0123456789") for _ in range(count))

    def around(self, text):
        return self.rng.choice(["", "", "", *self.spaces]) + text + self.rng.choice(["", "", "", *self.spaces])

    def sku(self):
        if self.rng.random() < 0.05:
            return self.rng.choice(["A1234", "ABCD1234", "AB123", "AB1234567", "", "AB12O45", "\u00c4B1234", "\u00dfA1234", "1234AB", "AB_1234",
                                    "AB/1234", "AB\u06611234" if self.unicode else "AB\u00b91234"]), BAD
        value = self.rng.choice(self.skus)
        cut = self.rng.randint(1, len(value) - 1)
        text = value[:cut] + self.rng.choice(["", "-", "\u2013", " - ", self.rng.choice(self.spaces), "--"]) + value[cut:]
        return self.around(self.rng.choice([text, text, text.lower(), text.title()])), value

    def name(self):
        if self.rng.random() < 0.03:
            return self.rng.choice(["", " ", "\u00a0", "\n", " \u00a0\t"]), BAD
        words = self.rng.sample(["Lamp", "T\u00fcr\u00f6ffner", "Chair", 'Screen 24"', "caf\u00e9", "Shelf; oak", "Box, small", "No. 5", "Gr\u00f6\u00dfe M", "\u20ac-saver",
                                 "O'Hara", "100 %", "=SUM(A1)", "white", "XL"], self.rng.randint(1, 4))
        gap = self.rng.choice([" ", " ", "  ", "\n", "\u00a0", " \n\n ", "\t"])
        return self.around(gap.join(words)), " ".join(words)

    def price(self):
        if self.rng.random() < 0.08:
            return self.rng.choice([
                "", "free", "-5,00", "0", "0,00 \u20ac", "$12.00", "12 USD", "1234.567", "1.234,567", "1,2345", "12.34.56", "1.23,456", "1..234", "12,",
                ",50", "1 2 3", "1.234.56", "1,234,5", "12 345 67", "1'2345", "1.234'567", "1,234,567,89", "EUR", "\u20ac", "12 EUROS", "1e3", "+3",
                "1 .50", "12 ,50", "1.234 567,00", "1  234", "EUR 0.00", "1234,567,890", "12\u00b2" , "\u20ac-1"]), BAD
        cents = self.rng.choice([self.rng.randint(1, 99), self.rng.randint(100, 99999), self.rng.randint(100000, 250000000),
                                 self.rng.randint(1, 5000) * 100, self.rng.randint(1, 300) * 100000, self.rng.randint(10, 99999) * 10])
        mark = self.rng.choice([".", ","])
        whole = str(cents // 100)
        if len(whole) > 3 and self.rng.random() < 0.7:
            separator = self.rng.choice([one for one in [".", ",", "'", *self.spaces] if one != mark])
            groups = []
            while whole:
                groups.insert(0, whole[-3:])
                whole = whole[:-3]
            whole = separator.join(groups)
        elif self.rng.random() < 0.05:
            whole = "00" + whole
        parts = cents % 100
        decimals = mark + (f"{parts:02}" if parts % 10 or self.rng.random() < 0.6 else str(parts // 10))
        if not parts and self.rng.random() < 0.7:
            decimals = ""
        amount = whole + decimals
        currency = self.rng.choice(["\u20ac", "EUR", "eur", "Eur"])
        gap = self.rng.choice(["", "", " ", *self.spaces, "  "])
        text = self.rng.choice([amount, amount, currency + gap + amount, amount + gap + currency])
        return self.around(text), f"{cents // 100}.{parts:02}"

    def ean(self):
        if self.rng.random() < 0.3:
            return self.rng.choice(["", "", " ", "\u00a0"]), ""
        body = self.digits(12) if self.rng.random() < 0.7 else "0" + self.digits(11)
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
        value = body + str(-total % 10)
        if self.rng.random() < 0.06:
            wrong = value[:-1] + str((int(value[-1]) + self.rng.randint(1, 9)) % 10)
            return self.rng.choice([wrong, value[1:-1], value + "0", "4,00638E+12", value[:-1] + "X", value[:6] + "." + value[6:], "n/a"]), BAD
        text = value[1:] if value[0] == "0" and self.rng.random() < 0.6 else value
        if self.rng.random() < 0.3:
            text = text[:1] + "-" + text[1:7] + self.rng.choice([" ", "-", "\u00a0"]) + text[7:]
        return self.around(text), value

    def updated(self):
        if self.rng.random() < 0.06:
            return self.rng.choice(["", "yesterday", "30.02.2024", "2024-13-01", "13/01/2024", "29 Feb 2023", "2024-02-30", "5.3.24", "2024/03/05",
                                    "5 Mrz 2024", "4536", "453567", "2024-3-5", "5. March 2024", "45356.5", "0.1.2024", "2024-03-05T00:00"]), BAD
        day = date(2024, 1, 1) + timedelta(days=self.rng.randrange(90))
        month = MONTHS[day.month - 1]
        text = self.rng.choice([
            day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day.day:02}.{day.month:02}.{day.year}", f"{day.month}/{day.day}/{day.year}",
            f"{day.month:02}/{day.day:02}/{day.year}", f"{day.day} {month[:3]} {day.year}", f"{day.day:02} {month.upper()} {day.year}",
            f"{day.day} {month.lower()} {day.year}", str((day - date(1899, 12, 30)).days)])
        return self.around(text), day.isoformat()

    def stock(self):
        if self.rng.random() < 0.05:
            return self.rng.choice(["-1", "12 pcs", "1.5", "many", "1,000", "1 000", "\u00bd", "3\u00b2", "+4"]), BAD
        if self.rng.random() < 0.1:
            return self.rng.choice(["", " "]), "0"
        value = self.rng.choice([0, self.rng.randint(1, 30), self.rng.randint(1000, 99999)])
        return self.around(self.rng.choice(["", "", "", "00"]) + str(value)), str(value)

    def field(self, text):
        if self.rng.random() < 0.2 or any(character in text for character in ';"\n\r'):
            return '"' + text.replace('"', '""') + '"'
        return text


def price_list(seed, rows=300, encoding="utf-8", newline="\n", extra_columns=False):
    """A price list and what must come of it."""
    maker = Maker(seed, encoding)
    rng = maker.rng
    columns = list(COLUMNS)
    if extra_columns:
        columns += ["supplier", "Price (old)"]
        rng.shuffle(columns)
    lines = [";".join(rng.choice([name, name.upper(), f" {name.title()} "]) for name in columns)]
    line = 2
    kept, rejects = [], []
    for order in range(rows):
        if rng.random() < 0.03:
            lines.append("")
            line += 1
        fields = {name: getattr(maker, name)() for name in COLUMNS}
        texts = [fields[name][0] if name in fields else rng.choice(["", "12,00", "Kim; Sons"]) for name in columns]
        reason = next((REASONS[name] for name in COLUMNS if fields[name][1] is BAD), None)
        if rng.random() < 0.02:
            texts = texts[:-1] if rng.random() < 0.5 else texts + [""]
            reason = "bad row"
        text = ";".join(maker.field(value) for value in texts)
        if reason:
            rejects.append([str(line), reason])
        else:
            kept.append((fields["updated"][1], order, [fields[name][1] for name in COLUMNS]))
        lines.append(text)
        line += 1 + text.count("\n")

    chosen = {}
    for _, _, record in sorted(kept, reverse=True):
        first = chosen.setdefault(record[0], record)
        first[3] = first[3] or record[3]
    content = "\n".join(lines + [""]).replace("\n", newline).encode(encoding)
    return PriceList(content, [chosen[sku] for sku in sorted(chosen)], rejects)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(price_list(seed=1, encoding="utf-8-sig", newline="\r\n").content)
