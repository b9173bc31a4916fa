// SPDX-License-Identifier: GPL-2.0
#include "strfile.h"

#include <err.h>
#include <stdlib.h>


static void give_up(void)
{
	warnx("out of memory");
	exit(1);
}

void strfile_open(struct strfile *s)
{
	s->file = open_memstream(&s->text, &s->size);
	if (!s->file)
		give_up();
}

char *strfile_close(struct strfile *s)
{
	int bad = ferror(s->file);

	bad |= fclose(s->file);
	if (bad)
		give_up();
	return s->text;
}
