/* SPDX-License-Identifier: GPL-2.0 */
/* KVM's modules as files: are they for this kernel, and do they have the meter? */
#ifndef CELL_MODULE_FILE_H
#define CELL_MODULE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * module_files_check - may the modules of a folder be loaded?
 * @dir: holds irqbypass.ko, kvm.ko and the vendor's
 * @vendor: kvm-intel or kvm-amd
 * @release: of the kernel that runs
 * @text: receives why not, without a newline
 *
 * Asked before the modules that are loaded are given up.
 */
bool module_files_check(const char *dir, const char *vendor, const char *release, char *text,
			size_t size);

#endif
