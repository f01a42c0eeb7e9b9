#!/bin/bash
set -euo pipefail
cat > /app/report.sql <<'SQL'
WITH RECURSIVE
paid AS (
    SELECT o.id, lower(c.email) AS customer, substr(o.ordered_at, 1, 7) AS month
    FROM orders o JOIN customers c ON c.id = o.customer_id
    WHERE o.status = 'paid'
),
refunded AS (
    SELECT substr(r.refunded_at, 1, 7) AS month, sum(r.cents) AS cents
    FROM refunds r JOIN paid ON paid.id = r.order_id
    GROUP BY 1
),
months(month, last) AS (
    SELECT min(month), max(max(month), coalesce((SELECT max(month) FROM refunded), '')) FROM paid HAVING count(*) > 0
    UNION ALL
    SELECT strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
),
first_orders AS (
    SELECT month, count(*) AS customers
    FROM (SELECT customer, min(month) AS month FROM paid GROUP BY customer)
    GROUP BY month
),
sold AS (
    SELECT paid.month, coalesce(p.category, 'other') AS category,
           sum(l.quantity * l.unit_cents - coalesce(l.discount_cents, 0)) AS cents
    FROM paid JOIN order_lines l ON l.order_id = paid.id JOIN products p ON p.id = l.product_id
    GROUP BY 1, 2
),
monthly AS (
    SELECT months.month,
           coalesce((SELECT customers FROM first_orders f WHERE f.month = months.month), 0) AS new_customers,
           coalesce((SELECT sum(cents) FROM sold s WHERE s.month = months.month), 0)
             - coalesce((SELECT cents FROM refunded r WHERE r.month = months.month), 0) AS revenue_cents,
           (SELECT category FROM sold s WHERE s.month = months.month ORDER BY cents DESC, category LIMIT 1) AS top_category
    FROM months
)
SELECT month, new_customers, revenue_cents, sum(revenue_cents) OVER (ORDER BY month) AS cumulative_cents, top_category
FROM monthly
ORDER BY month;
SQL
sqlite3 -readonly -box /app/shop.db < /app/report.sql
