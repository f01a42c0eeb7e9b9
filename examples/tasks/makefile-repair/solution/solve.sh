#!/bin/bash
set -euo pipefail
cat > /app/Makefile <<'MAKEFILE'
# Builds the program units and the library libunits.a.

PREFIX = /usr/local
BUILD = build

CC = gcc
CFLAGS = -O2 -Wall -Wextra
# What the project cannot be compiled without, whatever CFLAGS are given; and lists of the headers that are included.
NEEDED = -Iinclude -I$(BUILD) -MMD -MP

PROGRAM = $(BUILD)/units
LIBRARY = $(BUILD)/libunits.a
OBJECTS = $(BUILD)/main.o $(BUILD)/parse.o $(BUILD)/convert.o
TABLE = $(BUILD)/units_table.h

all: $(PROGRAM) $(LIBRARY)

$(PROGRAM): $(BUILD)/main.o $(BUILD)/parse.o $(LIBRARY)
	$(CC) -o $@ $^ -lm

$(LIBRARY): $(BUILD)/convert.o
	rm -f $@
	ar rcs $@ $^

$(OBJECTS): $(BUILD)/%.o: src/%.c | $(BUILD)
	$(CC) $(NEEDED) $(CFLAGS) -c -o $@ $<

$(BUILD)/convert.o: $(TABLE)

$(BUILD)/main.o: VERSION
$(BUILD)/main.o: NEEDED += -DUNITS_VERSION='"$(shell cat VERSION)"'

$(TABLE): data/units.txt $(BUILD)/mktable
	$(BUILD)/mktable < data/units.txt > $@

$(BUILD)/mktable: tools/mktable.c | $(BUILD)
	gcc -o $@ tools/mktable.c

$(BUILD):
	mkdir -p $@

check: $(PROGRAM)
	sh check/run.sh $(PROGRAM) > $(BUILD)/check.log; status=$$?; cat $(BUILD)/check.log; exit $$status

install: all
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/units
	install -D -m 644 $(LIBRARY) $(DESTDIR)$(PREFIX)/lib/libunits.a
	install -D -m 644 include/units/convert.h $(DESTDIR)$(PREFIX)/include/units/convert.h
	install -D -m 644 doc/units.1 $(DESTDIR)$(PREFIX)/share/man/man1/units.1

clean:
	rm -rf $(BUILD)

.PHONY: all check install clean
.DELETE_ON_ERROR:

-include $(OBJECTS:.o=.d)
MAKEFILE
cd /app && make -j2 && make check
