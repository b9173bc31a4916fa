// SPDX-License-Identifier: GPL-2.0
#include "slurm-feature.h"

#include <ctype.h>
#include <string.h>

void slurm_feature(const struct platform *p, char *text, size_t size)
{
	bool native = platform_is_native(p);

	snprintf(text, size, SLURM_FEATURE "%s%s%s", p->name, native ? "-" : "",
		 native ? platform_vendor(p)->second_level : "");
}

/* Letters, digits and dots, and one hyphen for all else between them: Slurm's syntax has no more. */
static void print_cpu(FILE *to, const char *model)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";
	const char *hyphen = "", *at;

	fputs(SLURM_CPU, to);
	if (!*model)
		fputs("unknown", to);
	for (; *model; model++) {
		at = strchr(letters, *model);
		if (at)
			fprintf(to, "%s%c", hyphen, tolower(*model));
		hyphen = at ? "" : "-";
	}
}

void slurm_feature_print(FILE *to)
{
	const struct platform *const *p;
	struct lack l;
	char text[64];

	for (p = platforms; *p; p++) {
		if (!platform_works(*p, &l))
			continue;
		slurm_feature(*p, text, sizeof(text));
		fprintf(to, "%s,", text);
	}
	print_cpu(to, machine_this()->cpu_model);
	putc('\n', to);
}
