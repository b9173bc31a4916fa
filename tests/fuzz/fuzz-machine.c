// SPDX-License-Identifier: GPL-2.0
/*
 * The files by which a machine is known, a platform chosen: the first byte says which of them
 * the rest is. Modules, too.
 */
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* With what it keeps from one call to the next. */
#include "exitbench/platform/machine.c"

#include "cell/programs/module-file.h"
#include "exitbench/platform/platform.h"

static const char *const files[] = {
	"proc/cpuinfo", "proc/meminfo", "proc/self/status", "proc/self/mounts",
	"proc/sys/kernel/osrelease", "sys/module/kvm_intel/refcnt",
	"sys/module/kvm_intel/parameters/nested", "sys/kernel/security/lockdown",
};

#define NR_FILES (sizeof(files) / sizeof(files[0]))

static void check_module(const uint8_t *data, size_t size)
{
	char path[PATH_MAX], text[256];

	fuzz_file("modules/irqbypass.ko", data, size);
	fuzz_file("modules/kvm.ko", data, size);
	strcpy(path, fuzz_file("modules/kvm-intel.ko", data, size));
	module_files_check(dirname(path), "kvm-intel", "6.1.0", text, sizeof(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char root[PATH_MAX];
	struct lack lack;
	size_t which, i;

	if (!size)
		return 0;
	which = *data % (NR_FILES + 1);
	if (which == NR_FILES) {
		check_module(data + 1, size - 1);
		return 0;
	}
	strcpy(root, fuzz_path("root"));
	fuzz_path("root/x");
	setenv(MACHINE_ROOT, root, 1);
	strcat(root, "/");
	strcat(root, files[which]);
	fuzz_file(root + strlen(fuzz_path("")), data + 1, size - 1);
	memset(&this, 0, sizeof(this));
	for (i = 0; platforms[i]; i++)
		platform_works(platforms[i], &lack);
	unlink(root);
	return 0;
}
