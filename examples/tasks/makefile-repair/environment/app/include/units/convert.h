#ifndef UNITS_CONVERT_H
#define UNITS_CONVERT_H

enum units_status { UNITS_OK, UNITS_UNKNOWN, UNITS_DIFFERENT_KINDS };

/* Converts a value from one unit to another one of the same kind, rounded to so many decimals. */
enum units_status units_convert(double value, const char *from, const char *to, int decimals, double *result);

#endif
