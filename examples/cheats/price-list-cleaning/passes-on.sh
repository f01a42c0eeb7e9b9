#!/bin/bash
# Takes the fields as they are, and rejects nothing.
cat > clean.py <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", errors="replace", newline=""), delimiter=";"))
columns = ["sku", "name", "price", "ean", "updated", "stock"]
with open(sys.argv[2], "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(sorted({row.get("sku"): [row.get(name) for name in columns] for row in rows}.values(), key=str))
open(sys.argv[3], "w").write("line,reason\n")
PY
