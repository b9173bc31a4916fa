// SPDX-License-Identifier: GPL-2.0
#include "platform.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

const struct platform *const platforms[] = {
	&platform_host,
	&platform_nested,
	&platform_bochs_vmx,
	&platform_bochs_svm,
	&platform_tcg_svm,
	NULL,
};

const struct platform *platform_find(const char *name)
{
	const struct platform *const *p;

	for (p = platforms; *p; p++)
		if (!strcmp((*p)->name, name))
			return *p;
	return NULL;
}

const struct vendor *platform_vendor(const struct platform *p)
{
	return p->vendor ? p->vendor : machine_this()->vendor;
}

bool platform_is_native(const struct platform *p)
{
	return !p->vendor;
}

bool platform_works(const struct platform *p, struct lack *l)
{
	const need_fn *need;

	for (need = p->needs; *need; need++)
		if (!(*need)(p, machine_this(), l))
			return false;
	return true;
}

int platform_check(const struct platform *p)
{
	struct lack l;

	if (platform_works(p, &l))
		return 0;
	warnx("platform %s does not work here: %s; %s", p->name, l.why, l.remedy);
	return -1;
}

const struct platform *platform_auto(void)
{
	static const struct platform *picked;
	const struct platform *const *p;
	char passed[2048] = "";
	size_t used = 0;
	struct lack l;

	for (p = platforms; *p && !picked; p++) {
		if (platform_works(*p, &l)) {
			picked = *p;
			warnx("platform " PLATFORM_AUTO " is %s%s", picked->name, passed);
		} else if (used < sizeof(passed)) {
			used += snprintf(passed + used, sizeof(passed) - used, "\n  not %s: %s",
					 (*p)->name, l.why);
		}
	}
	if (!picked)
		warnx("no platform works here; 'exitbench doctor' tells what "
		      "to do%s",
		      passed);
	return picked;
}
