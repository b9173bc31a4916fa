// SPDX-License-Identifier: GPL-2.0
/* Gives a fuzz target the files that are named, and says in TAP that it stood them. */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

/* For those that have a mutator of their own, which is not called here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
{
	(void)data;
	(void)max;
	return size;
}

static void replay(const char *path)
{
	uint8_t *data = NULL;
	size_t size = 0, room = 0, n;
	FILE *f = fopen(path, "r");

	if (!f) {
		perror(path);
		exit(1);
	}
	do {
		room = room ? room * 2 : 65536;
		data = realloc(data, room);
		if (!data)
			abort();
		n = fread(data + size, 1, room - size, f);
		size += n;
	} while (size == room);
	fclose(f);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int main(int argc, char **argv)
{
	int i;

	printf("1..%d\n", argc - 1);
	for (i = 1; i < argc; i++) {
		replay(argv[i]);
		printf("ok %d - %s\n", i, argv[i]);
	}
	return 0;
}
