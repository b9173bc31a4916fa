/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What programs printed, as text that JSON can hold: a backslash is "\\", and a byte that is NUL or
 * no UTF-8 is "\x" and two digits, such as \xff.  So nothing is lost, and each text has one
 * reading.
 */
#ifndef RECORD_TEXT_H
#define RECORD_TEXT_H

#include <stddef.h>
#include <stdio.h>

/**
 * text_escape - bytes as text
 *
 * Return: NUL-terminated, to be freed.
 */
char *text_escape(const char *bytes, size_t size);

/**
 * text_read - the text of a file
 * @f: stays open
 *
 * Return: to be freed; NULL if it can't be read.
 */
char *text_read(FILE *f);

/**
 * text_shorten - a text as it is kept in a record
 * @text: from text_escape(); taken over; may be NULL
 *
 * Of more than 32 KiB the lines in the middle are left out, and how many bytes that were is
 * in their place; with the line, if there is one, by which the guest says what it left out itself.
 *
 * Return: to be freed; NULL if @text is.
 */
char *text_shorten(char *text);

#endif
