/* SPDX-License-Identifier: GPL-2.0 */
/* Where a tracepoint's record has its fields, as its format file says. */
#ifndef EXITMETER_BPF_FIELDS_H
#define EXITMETER_BPF_FIELDS_H

#include <stdbool.h>
#include <stdio.h>

/**
 * bpf_field_find - look a field up
 * @f: the file "format" of a tracepoint, from its beginning
 * @name: of the field
 * @at: receives its offset
 * @size: receives its size, bytes
 *
 * Return: false if there is no such field.
 */
bool bpf_field_find(FILE *f, const char *name, unsigned int *at, unsigned int *size);

#endif
