"""Makes a database of the shop: the same one each time for the same seed."""

import random
import sqlite3
import sys
from datetime import datetime, timedelta

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, category TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    ordered_at TEXT NOT NULL,  -- UTC, as in 2024-03-31 23:59:59
    status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'cancelled'))
);
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders,
    product_id INTEGER NOT NULL REFERENCES products,
    quantity INTEGER NOT NULL,
    unit_cents INTEGER NOT NULL,
    discount_cents INTEGER
);
CREATE TABLE refunds (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders,
    refunded_at TEXT NOT NULL,
    cents INTEGER NOT NULL
);
"""

CATEGORIES = ["books", "games", "garden", "kitchen", "Toys", "other", None]


def rows(seed, orders=1500, days=560):
    """The content of the tables, by name."""
    rng = random.Random(seed)
    customers, products, order_rows, lines, refunds = [], [], [], [], []
    for number in range(1, orders // 5 + 2):
        email = f"customer{number}@example.org"
        if number > 3 and rng.random() < 0.15:
            email = rng.choice([str.upper, str.title, str])(rng.choice(customers)[1])
        customers.append((number, email, rng.choice(["Kim", "Sam", "Noor", None])))
    for number in range(1, 31):
        products.append((number, f"product {number}", rng.choice(CATEGORIES)))

    start = datetime(rng.choice([2021, 2022]), rng.randint(1, 12), rng.randint(1, 28))
    # Times without orders, at the beginning too; some are longer than a month.
    quiet = [(rng.randrange(days), rng.randint(35, 75)) for _ in range(2)]
    for number in range(1, orders + 1):
        day = rng.randrange(days)
        if any(first <= day < first + length for first, length in quiet):
            continue
        at = start + timedelta(days=day, seconds=rng.randrange(86400))
        if rng.random() < 0.03:
            at = at.replace(day=1, hour=0, minute=0, second=0) - timedelta(seconds=rng.choice([0, 1]))
        status = rng.choices(["paid", "pending", "cancelled"], [80, 8, 12])[0]
        order_rows.append((number, rng.choice(customers)[0], at.strftime("%Y-%m-%d %H:%M:%S"), status))
        worth = 0
        for product in rng.choices(products, k=rng.choice([0, 1, 1, 1, 2, 2, 3, 5])):
            quantity, unit = rng.randint(1, 4), rng.choice([250, 500, 999, 1500, 4999])
            discount = rng.choice([None, None, 0, 100, 250])
            lines.append((number, product[0], quantity, unit, discount))
            worth += quantity * unit - (discount or 0)
        for _ in range(rng.choices([0, 1, 2], [85, 11, 4])[0]):
            when = at + timedelta(days=rng.choice([0, 3, 20, 45, 100]), seconds=rng.randrange(1, 80000))
            refunds.append((len(refunds) + 1, number, when.strftime("%Y-%m-%d %H:%M:%S"), worth // 2))
    return {"customers": customers, "products": products, "orders": order_rows, "order_lines": lines, "refunds": refunds}


def write(path, tables):
    database = sqlite3.connect(path)
    database.executescript(SCHEMA)
    for table, content in tables.items():
        if content:
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(content[0]))})", content)
    database.commit()
    database.close()


if __name__ == "__main__":
    write(sys.argv[1], rows(seed=1))
