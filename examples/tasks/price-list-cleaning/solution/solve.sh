#!/bin/bash
set -euo pipefail
cat > /app/clean.py <<'PYTHON'
"""Cleans a supplier's price list: clean.py INPUT CLEAN REJECTS."""

import csv
import io
import re
import sys
from datetime import date, timedelta
from decimal import Decimal

COLUMNS = ["sku", "name", "price", "ean", "updated", "stock"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
LONG_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:(?P<separator>[.,']|\s)[0-9]{3})(?:(?P=separator)[0-9]{3})*)(?P<decimals>[.,][0-9]{1,2})?")


class Rejected(Exception):
    pass


def clean_sku(text):
    sku = re.sub(r"[\s\-\u2013]", "", text)
    sku = re.sub("[a-z]", lambda letter: letter[0].upper(), sku)
    if not re.fullmatch("[A-Z]{2,3}[0-9]{4,6}", sku):
        raise Rejected("bad sku")
    return sku


def clean_name(text):
    name = " ".join(text.split())
    if not name:
        raise Rejected("no name")
    return name


def clean_price(text):
    text = text.strip()
    currency = re.match(r"(?i:\u20ac|EUR)\s*", text)
    if currency:
        text = text[currency.end():]
    else:
        text = re.sub(r"\s*(?i:\u20ac|EUR)$", "", text)
    amount = AMOUNT.fullmatch(text)
    if not amount or amount["decimals"] and amount["decimals"][0] == amount["separator"]:
        raise Rejected("bad price")
    decimals = amount["decimals"] or ""
    whole = re.sub("[^0-9]", "", text[:len(text) - len(decimals)])
    price = Decimal(f"{whole}.{decimals[1:] or 0}")
    if price == 0:
        raise Rejected("bad price")
    return f"{price:.2f}"


def clean_ean(text):
    ean = re.sub(r"[\s\-]", "", text)
    if not ean:
        return ""
    if re.fullmatch("[0-9]{12}", ean):
        ean = "0" + ean
    if not re.fullmatch("[0-9]{13}", ean) or (sum(map(int, ean[::2])) + 3 * sum(map(int, ean[1::2]))) % 10:
        raise Rejected("bad ean")
    return ean


def clean_date(text):
    text = text.strip()
    try:
        if re.fullmatch("[0-9]{5}", text):
            return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
        if match := re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
            year, month, day = match.groups()
        elif match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text):
            day, month, year = match.groups()
        elif match := re.fullmatch("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
            month, day, year = match.groups()
        elif match := re.fullmatch("([0-9]{1,2}) ([A-Za-z]+) ([0-9]{4})", text):
            day, name, year = match.groups()
            names = MONTHS if len(name) == 3 else LONG_MONTHS
            month = names.index(name.lower()) + 1
        else:
            raise Rejected("bad date")
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Rejected("bad date") from None


def clean_stock(text):
    text = text.strip() or "0"
    if not re.fullmatch("[0-9]+", text):
        raise Rejected("bad stock")
    return str(int(text))


CLEANERS = dict(zip(COLUMNS, [clean_sku, clean_name, clean_price, clean_ean, clean_date, clean_stock]))


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def main(source, clean_path, rejects_path):
    reader = csv.reader(io.StringIO(read(source), newline=""), delimiter=";")
    header = [name.strip().lower() for name in next(reader)]
    places = {name: header.index(name) for name in COLUMNS}
    rows, rejects = [], []
    line = reader.line_num + 1
    for fields in reader:
        if fields:
            try:
                if len(fields) != len(header):
                    raise Rejected("bad row")
                rows.append([CLEANERS[name](fields[places[name]]) for name in COLUMNS])
            except Rejected as rejected:
                rejects.append([line, rejected])
        line = reader.line_num + 1

    chosen = {}
    for row in sorted(reversed(rows), key=lambda row: row[4], reverse=True):
        first = chosen.setdefault(row[0], row)
        first[3] = first[3] or row[3]
    write(clean_path, [COLUMNS, *(chosen[sku] for sku in sorted(chosen))])
    write(rejects_path, [["line", "reason"], *rejects])


def write(path, records):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(records)


main(*sys.argv[1:])
PYTHON
cd /tmp && python3 /app/clean.py /app/data/prices.csv clean.csv rejects.csv && wc -l clean.csv rejects.csv
