/* SPDX-License-Identifier: GPL-2.0 */
/* Allocation that ends the program when there is no memory. */
#ifndef EXITREPORT_MEMORY_H
#define EXITREPORT_MEMORY_H

#include <stddef.h>

/* Zeroed; the caller frees it. */
void *memory_zalloc(size_t size);

/**
 * memory_grow - room for one more element
 * @array: of @nr elements of @size bytes, from an earlier call, or NULL
 *
 * Return: the array, moved perhaps; the new element is zero.
 */
void *memory_grow(void *array, size_t nr, size_t size);

/* memory_resize - room for @nr elements; what is new is not zero */
void *memory_resize(void *array, size_t nr, size_t size);

/* printf into a string that the caller frees. */
char *memory_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * memory_append - make a string longer
 * @to: from memory_printf(); is another one afterwards
 * @separator: comes before @text unless the string is empty
 */
void memory_append(char **to, const char *separator, const char *text);

#endif
