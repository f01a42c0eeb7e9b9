#include "parse.h"

#include <stdlib.h>

int parse_number(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0';
}
