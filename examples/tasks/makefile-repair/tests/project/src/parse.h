#ifndef PARSE_H
#define PARSE_H

/* Reads a number that is all of the text; returns 0 when it is not one. */
int parse_number(const char *text, double *number);

#endif
