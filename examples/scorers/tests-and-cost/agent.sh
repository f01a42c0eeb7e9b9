# Stands for an agent: does the work, and says what it cost in the way of Claude Code.
cat >slug.py <<'PY'
import re


def slug(title):
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))
PY
echo '{"type":"result","num_turns":3,"total_cost_usd":0.02,"usage":{"input_tokens":5200,"output_tokens":340}}'
