# 1 for an agent that cost nothing, 0 for one that cost the budget or more. What it cost was read from its trajectory, or from
# the events that it printed; one that does not say is worth nothing here.
python3 - <<'PY'
import json, os

context = json.loads(os.environ["RL_SCORER_CONTEXT"])
cost = ((context.get("agent") or {}).get("usage") or {}).get("cost_usd")
if cost is None:
    print("The agent does not say what it cost.")
    print(0.0)
else:
    print(f"{cost} of {context['budget_usd']} USD")
    print(max(0.0, 1 - cost / context["budget_usd"]))
PY
