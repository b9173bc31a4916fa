// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "strfile.h"

/* Of each end of a text; the whole is in the logs. */
#define END_SIZE (16 * 1024)
/* In a line of its own, of what leaves the guest: shorten() in benchmarks/cell/init.c. */
#define LEFT_OUT " bytes left out: of what is printed, "

/* Bytes of the character that begins here, by RFC 3629; 0 if none does. */
static size_t character(const unsigned char *c, size_t size)
{
	size_t length = *c < 0x80 ? 1 : *c >= 0xc2 && *c < 0xe0 ? 2 : (*c & 0xf0) == 0xe0 ? 3 :
			*c >= 0xf0 && *c < 0xf5 ? 4 : 0, i;

	if (length > size)
		return 0;
	for (i = 1; i < length; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	/* Longer than need be, surrogates, and beyond the last one. */
	if ((*c == 0xe0 && c[1] < 0xa0) || (*c == 0xed && c[1] >= 0xa0) ||
	    (*c == 0xf0 && c[1] < 0x90) || (*c == 0xf4 && c[1] >= 0x90))
		return 0;
	return length;
}

char *text_escape(const char *bytes, size_t size)
{
	const unsigned char *c = (const unsigned char *)bytes;
	const unsigned char *end = c + size;
	struct strfile s;
	size_t length;

	strfile_open(&s);
	for (; c < end; c += length ? length : 1) {
		length = *c ? character(c, end - c) : 0;
		if (!length)
			fprintf(s.file, "\\x%02x", *c);
		else if (*c == '\\')
			fputs("\\\\", s.file);
		else
			fwrite(c, 1, length, s.file);
	}
	return strfile_close(&s);
}

char *text_read(FILE *f)
{
	char part[4096], *text = NULL;
	struct strfile s;
	size_t n;

	strfile_open(&s);
	while ((n = fread(part, 1, sizeof(part), f)))
		fwrite(part, 1, n, s.file);
	strfile_close(&s);
	if (!ferror(f))
		text = text_escape(s.text, s.size);
	free(s.text);
	return text;
}

/* The line with which the guest said that it left out much more; its length, 0 if there is none. */
static size_t earlier_notice(const char *from, const char *to, const char **notice)
{
	const char *said = memmem(from, to - from, LEFT_OUT, strlen(LEFT_OUT));
	const char *begin = said ? memrchr(from, '\n', said - from) : NULL;
	const char *end = begin ? memchr(said, '\n', to - said) : NULL;

	*notice = begin ? begin + 1 : from;
	return end ? end + 1 - *notice : 0;
}

/* Takes out whole lines, if there are any: a character is not to be cut in two. */
static char *ends_of(const char *text, size_t size)
{
	const char *head = memrchr(text, '\n', END_SIZE);
	const char *tail = memchr(text + size - END_SIZE, '\n', END_SIZE), *notice;
	size_t length;

	head = head ? head + 1 : text;
	tail = tail ? tail + 1 : text + size;
	length = earlier_notice(head, tail, &notice);
	return memory_printf("%.*s[%zu bytes left out]\n%.*s%s", (int)(head - text), text,
			     (size_t)(tail - head) - length, (int)length, notice, tail);
}

char *text_shorten(char *text)
{
	size_t size = text ? strlen(text) : 0;
	char *ends;

	if (size <= 2 * END_SIZE)
		return text;
	ends = ends_of(text, size);
	free(text);
	return ends;
}
