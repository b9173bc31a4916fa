/* SPDX-License-Identifier: GPL-2.0 */
/* What a VM is called, and which the user means. */
#ifndef EXITMETER_VM_NAME_H
#define EXITMETER_VM_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * vm_name_read - what a VMM calls its VM
 * @proc: where procfs is, "/proc"
 * @name: receives it: what QEMU was given with -name, or the process's own name; printable
 *	ASCII, and empty if the process is gone
 */
void vm_name_read(const char *proc, pid_t pid, char *name, size_t size);

/**
 * vm_name_matches - is it the one?
 * @wanted: a process's number, or a name; NULL is any
 */
bool vm_name_matches(const char *wanted, pid_t pid, const char *name);

#endif
