#include <units/convert.h>

#include <math.h>
#include <stddef.h>
#include <string.h>

struct unit {
    const char *name;
    const char *kind;
    double factor;
};

static const struct unit table[] = {
#include "units_table.h"
};

static const struct unit *find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

enum units_status units_convert(double value, const char *from, const char *to, int decimals, double *result)
{
    const struct unit *a = find(from), *b = find(to);
    if (!a || !b)
        return UNITS_UNKNOWN;
    if (strcmp(a->kind, b->kind) != 0)
        return UNITS_DIFFERENT_KINDS;
    double scale = pow(10, decimals);
    *result = round(value * a->factor / b->factor * scale) / scale;
    return UNITS_OK;
}
