#!/bin/bash
set -euo pipefail
patch -p1 <<'PATCH'
--- a/cronline/fields.py
+++ b/cronline/fields.py
@@ -22,8 +22,6 @@
         if text.upper() in self.names:
             return self.first + self.names.index(text.upper())
         number = whole_number(text, self.name)
-        if self.name == "weekday" and number == 7:
-            number = 0
         if not self.first <= number <= self.last:
             raise CronError(f"{self.name}: {number} is not between {self.first} and {self.last}")
         return number
@@ -33,7 +31,7 @@
 HOUR = Field("hour", 0, 23)
 DAY = Field("day of month", 1, 31)
 MONTH = Field("month", 1, 12, MONTHS)
-WEEKDAY = Field("weekday", 0, 6, WEEKDAYS)
+WEEKDAY = Field("weekday", 0, 7, WEEKDAYS)
 
 
 def whole_number(text, name):
@@ -47,6 +45,8 @@
     values = set()
     for item in text.split(","):
         values |= parse_item(item, field)
+    if field is WEEKDAY:
+        values = {value % 7 for value in values}
     return frozenset(values)
 
 
@@ -58,7 +58,7 @@
         step = whole_number(step_text, field.name)
         if step < 1:
             raise CronError(f"{field.name}: a step must be 1 or more")
-    return {value for value in range(first, last + 1) if value % step == 0}
+    return set(range(first, last + 1, step))
 
 
 def parse_span(span, field, single_allowed):
--- a/cronline/schedule.py
+++ b/cronline/schedule.py
@@ -10,8 +10,8 @@
 HOUR = timedelta(hours=1)
 DAY = timedelta(days=1)
 
-# A leap day comes every four years, so a run that is not found within four years never comes.
-HORIZON = timedelta(days=4 * 366)
+# Leap days are at most eight years apart, so a run that is not found within nine years never comes.
+HORIZON = timedelta(days=9 * 366)
 
 
 @dataclass(frozen=True)
@@ -63,7 +63,7 @@
             elif not self.matches_day(at):
                 at = at.replace(hour=0, minute=0) + DAY
             elif at.hour not in self.hours:
-                at += HOUR
+                at = at.replace(minute=0) + HOUR
             elif at.minute not in self.minutes:
                 at += MINUTE
             else:
@@ -72,7 +72,9 @@
 
     def previous_before(self, moment):
         """The last run strictly earlier than `moment`."""
-        at = moment.replace(second=0, microsecond=0) - MINUTE
+        at = moment.replace(second=0, microsecond=0)
+        if at == moment:
+            at -= MINUTE
         end = at - HORIZON
         while at > end:
             if at.month not in self.months:
PATCH
python3 -m pytest -q
