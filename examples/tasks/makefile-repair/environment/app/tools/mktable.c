/* Writes the table of units as C: reads lines of a name, a kind and a factor; # begins a comment. */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[256], name[64], kind[64];
    double factor;
    for (int number = 1; fgets(line, sizeof line, stdin); number++) {
        line[strcspn(line, "#\n")] = '\0';
        if (line[strspn(line, " \t")] == '\0')
            continue;
        if (sscanf(line, "%63s %63s %lf", name, kind, &factor) != 3 || factor <= 0) {
            fprintf(stderr, "mktable: line %d is not NAME KIND FACTOR\n", number);
            return 1;
        }
        printf("{\"%s\", \"%s\", %.17g},\n", name, kind, factor);
    }
    return 0;
}
