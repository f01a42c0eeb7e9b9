# 1 for an answer of at most so many words; a longer one has a share: one twice as long has half. None at all has 0.
python3 - <<'PY'
import json, os, pathlib

context = json.loads(os.environ["RL_SCORER_CONTEXT"])
file = pathlib.Path(context["file"])
words = len(file.read_text(errors="replace").split()) if file.is_file() else 0
print(f"{words} words of at most {context['most_words']}")
print(0.0 if words == 0 else min(1.0, context["most_words"] / words))
PY
