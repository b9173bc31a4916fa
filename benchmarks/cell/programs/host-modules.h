/* SPDX-License-Identifier: GPL-2.0 */
/* KVM's modules as a host had them, and how it gets them back. */
#ifndef CELL_HOST_MODULES_H
#define CELL_HOST_MODULES_H

#include <stdbool.h>
#include <stddef.h>

#define HOST_MODULES_MAX	64
#define HOST_MODULES_VALUE	128

/**
 * struct host_module - a module that was loaded
 * @name: as in /sys/module
 * @nr: number of @parameters
 * @parameters: "name=value", as /sys showed them
 */
struct host_module {
	const char *name;
	int nr;
	char parameters[HOST_MODULES_MAX][HOST_MODULES_VALUE];
};

/* The module that both vendors' need, and the two of them: at most one is loaded. */
enum host_module_index {
	HOST_MODULE_KVM,
	HOST_MODULE_INTEL,
	HOST_MODULE_AMD,
	HOST_MODULE_NR
};

/**
 * struct host_modules
 * @module: name NULL if it was not loaded
 * @dir: of the meter's modules
 * @meter: were those the ones that were loaded?
 * @irqbypass: was it loaded? It is left alone if so, for others use it too
 */
struct host_modules {
	struct host_module module[HOST_MODULE_NR];
	const char *dir;
	bool meter;
	bool irqbypass;
};

/**
 * host_modules_take - note which are loaded, and unload them
 * @dir: of the meter's modules
 * @text: receives why that can't be done, without a newline: a VM runs, KVM is
 *	no module, another module uses it
 *
 * Return: false if nothing was changed.
 */
bool host_modules_take(struct host_modules *m, const char *dir, char *text, size_t size);

/**
 * host_modules_restore - unload what is loaded, load what was noted
 * @text: receives what could not be put right, without a newline
 *
 * Return: false if something is not as it was.
 */
bool host_modules_restore(const struct host_modules *m, char *text, size_t size);

#endif
