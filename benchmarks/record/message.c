// SPDX-License-Identifier: GPL-2.0
#include "message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void message(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}
