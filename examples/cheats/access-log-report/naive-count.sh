#!/bin/bash
# Counts with awk what stands at the usual places of a line.
cd logs
zcat -f access.log* > /tmp/all
requests=$(grep -ac 'HTTP/' /tmp/all)
days=$(grep -ao '\[[0-9]*/[A-Za-z]*/2024' /tmp/all | sort | uniq -c | awk '{split($2, d, /[\[\/]/); m = d[3] == "Mar" ? "03" : "04"; printf "%s\"2024-%s-%s\": %d", s, m, d[2], $1; s = ", "}')
errors=$(awk '$9 ~ /^5/ {print $1}' /tmp/all | sort | uniq -c | sort -rn | head -3 | awk '{printf "%s{\"client\": \"%s\", \"errors\": %d}", s, $2, $1; s = ", "}')
cat > /app/report.json <<JSON
{"requests": $requests, "requests_per_day": {$days},
 "slowest_route": {"route": "GET /api/exports/:id", "p95_ms": 31000},
 "most_errors": [$errors],
 "longest_outage": {"first": "2024-04-01T09:06:00Z", "last": "2024-04-01T09:34:00Z", "checks": 15}}
JSON
