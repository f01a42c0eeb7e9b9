#include "parse.h"

#include <units/convert.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    double value, result;
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("units %s\n", UNITS_VERSION);
        return 0;
    }
    if (argc != 4 || !parse_number(argv[1], &value)) {
        fputs("usage: units NUMBER FROM TO\n", stderr);
        return 2;
    }
    switch (units_convert(value, argv[2], argv[3], 4, &result)) {
    case UNITS_OK:
        printf("%g\n", result);
        return 0;
    case UNITS_UNKNOWN:
        fputs("units: unknown unit\n", stderr);
        return 1;
    case UNITS_DIFFERENT_KINDS:
        fputs("units: these units measure different things\n", stderr);
        return 1;
    }
    return 1;
}
