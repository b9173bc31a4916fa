// SPDX-License-Identifier: GPL-2.0
#include "screen.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Bochs 2.7, gui/term.cc: Bochs connected to screen "/dev/pts/3" */
#define ANNOUNCEMENT "connected to screen \""

void screen_init(struct screen *s)
{
	s->fd = -1;
	s->length = 0;
}

static void look_at_line(struct screen *s)
{
	char *name;

	s->line[s->length] = '\0';
	s->length = 0;
	name = strstr(s->line, ANNOUNCEMENT);
	if (!name || s->fd >= 0)
		return;
	name += strlen(ANNOUNCEMENT);
	name[strcspn(name, "\"")] = '\0';
	s->fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

void screen_listen(struct screen *s, const char *text, size_t size)
{
	for (; size; text++, size--) {
		if (*text == '\n' || *text == '\r')
			look_at_line(s);
		else if (s->length < sizeof(s->line) - 1)
			s->line[s->length++] = *text;
	}
}

void screen_drain(const struct screen *s)
{
	char drawn[4096];

	while (s->fd >= 0 && read(s->fd, drawn, sizeof(drawn)) > 0)
		;
}

void screen_close(struct screen *s)
{
	if (s->fd >= 0)
		close(s->fd);
	screen_init(s);
}
