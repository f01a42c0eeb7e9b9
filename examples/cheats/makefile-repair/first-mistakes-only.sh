#!/bin/bash
# As much as it takes for make to end well once.
sed -i 's/^    ar/\tar/; s/-lm -lunits build\/main.o build\/parse.o/build\/main.o build\/parse.o -lunits -lm/
        s/mkdir build/mkdir -p build/; s/^\$(LIBRARY): /&build\/units_table.h /; s/\$(PROGRAM): build\/main.o/$(PROGRAM): build\/units_table.h build\/main.o/' Makefile
make
