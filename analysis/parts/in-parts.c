// SPDX-License-Identifier: GPL-2.0
#include "in-parts.h"

#include <err.h>
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/child.h"
#include "util/memory.h"

/* Cells in a part, if its last group does not have more: their memory is what a process takes. */
#define PART_CELLS	32
/* Parts that a process does, one after the other: what it has got for one serves the next. */
#define PARTS_AT_ONCE	32
/* Processes at a time. More would not be slower, but take more memory. */
#define MAX_WORKERS	4
/* A run of so many is one part, in the order that it has. */
#define FEW_CELLS	512
/* So much may be free without being given back, to be asked for again. */
#define KEPT_MEMORY	(256 << 20)

/* How a process ends that did not do its work, or did: with what it saw, enum run_seen. */
enum { STATUS_FAILED = 1, STATUS_SEEN = 16 };

/**
 * struct worker - a process, and what it leaves
 * @pid: of it
 * @out: the streams of all of its parts
 * @ends: where each of its parts ends in each of them
 * @messages: its standard error
 */
struct worker {
	pid_t pid;
	FILE **out;
	FILE *ends;
	FILE *messages;
};

static FILE *open_stream(void)
{
	FILE *f = tmpfile();

	if (!f)
		warnx("make a temporary file: %s; free some space in " P_tmpdir, strerror(errno));
	return f;
}

static void close_streams(struct worker *w, size_t nr)
{
	size_t i;

	for (i = 0; i < nr && w->out; i++)
		if (w->out[i])
			fclose(w->out[i]);
	free(w->out);
	if (w->ends)
		fclose(w->ends);
	if (w->messages)
		fclose(w->messages);
	memset(w, 0, sizeof(*w));
}

static int open_streams(struct worker *w, size_t nr)
{
	size_t i;

	memset(w, 0, sizeof(*w));
	w->out = memory_zalloc((nr + 1) * sizeof(*w->out));
	w->messages = open_stream();
	w->ends = w->messages ? open_stream() : NULL;
	for (i = 0; i < nr && w->ends; i++) {
		w->out[i] = open_stream();
		if (!w->out[i])
			break;
	}
	if (w->ends && i == nr)
		return 0;
	close_streams(w, nr);
	return -1;
}

static int flush(FILE *const out[], size_t nr)
{
	size_t i;
	int bad = 0;

	for (i = 0; i < nr; i++)
		bad |= fflush(out[i]) || ferror(out[i]);
	if (!bad)
		return 0;
	warnx("write a temporary file: %s; free some space in " P_tmpdir, strerror(errno));
	return -1;
}

static int do_part(const struct in_parts *todo, struct run_list *list, size_t from, size_t to,
		   FILE *const out[], void *context)
{
	struct run run;
	int err;

	run_load_part(&run, list, from, to);
	err = todo->work(&run, out, context);
	run_free(&run);
	return flush(out, todo->nr_out) || err ? -1 : 0;
}

static void note_ends(const struct worker *w, size_t nr)
{
	size_t i;
	long end;

	for (i = 0; i < nr; i++) {
		end = ftell(w->out[i]);
		in_parts_put(w->ends, &end, sizeof(end));
	}
}

/* Where the parts of a process end that begins there. */
static size_t reach(const struct run_list *list, size_t from)
{
	size_t parts;

	for (parts = 0; parts < PARTS_AT_ONCE && from < list->nr; parts++)
		from = run_list_part(list, from, PART_CELLS);
	return from;
}

static int do_several(const struct in_parts *todo, struct run_list *list, size_t from, size_t to,
		      const struct worker *w, void *context)
{
	size_t next;

	mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
	mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY);
	for (; from < to; from = next) {
		next = run_list_part(list, from, PART_CELLS);
		if (do_part(todo, list, from, next, w->out, context))
			return -1;
		note_ends(w, todo->nr_out);
	}
	return flush(&w->ends, 1);
}

static int start(const struct in_parts *todo, struct run_list *list, size_t from, size_t to,
		 struct worker *w, void *context)
{
	pid_t parent = getpid();

	if (open_streams(w, todo->nr_out))
		return -1;
	/* What waits in a buffer would be printed by both. */
	fflush(NULL);
	w->pid = fork();
	if (w->pid < 0) {
		warnx("start a process: %s", strerror(errno));
		close_streams(w, todo->nr_out);
		return -1;
	}
	if (w->pid)
		return 0;
	if (!child_ends_with(parent) || dup2(fileno(w->messages), STDERR_FILENO) < 0)
		_exit(STATUS_FAILED);
	if (do_several(todo, list, from, to, w, context))
		_exit(STATUS_FAILED);
	_exit(STATUS_SEEN | run_seen());
}

/* The next bytes of a stream as one of its own; @text is to be freed after it was closed. */
static FILE *open_piece(FILE *from, size_t size, char **text)
{
	FILE *f = NULL;

	*text = memory_zalloc(size + 1);
	if (fread(*text, 1, size, from) == size)
		/* Of nothing there is no stream in memory. */
		f = size ? fmemopen(*text, size, "r") : fopen("/dev/null", "r");
	if (!f)
		warnx("read a temporary file: %s", strerror(errno));
	return f;
}

static int join_part(const struct in_parts *todo, const struct worker *w, const long ends[],
		     const long begins[], void *context)
{
	FILE **piece = memory_zalloc((todo->nr_out + 1) * sizeof(*piece));
	char **text = memory_zalloc((todo->nr_out + 1) * sizeof(*text));
	size_t i;
	int err = 0;

	for (i = 0; i < todo->nr_out && !err; i++) {
		piece[i] = open_piece(w->out[i], ends[i] - begins[i], &text[i]);
		err = piece[i] ? 0 : -1;
	}
	if (!err)
		err = todo->join(piece, context);
	for (i = 0; i < todo->nr_out; i++) {
		if (piece[i])
			fclose(piece[i]);
		free(text[i]);
	}
	free(piece);
	free(text);
	return err;
}

static int join_several(const struct in_parts *todo, const struct worker *w, void *context)
{
	const size_t size = todo->nr_out * sizeof(long);
	long *begins = memory_zalloc(size + 1), *ends = memory_zalloc(size + 1);
	size_t i;
	int err = 0;

	for (i = 0; i < todo->nr_out; i++)
		rewind(w->out[i]);
	rewind(w->ends);
	while (!err && in_parts_get(w->ends, ends, size)) {
		err = join_part(todo, w, ends, begins, context);
		memcpy(begins, ends, size);
	}
	free(begins);
	free(ends);
	return err;
}

/* The process that was started first. */
static int finish(const struct in_parts *todo, struct worker *w, void *context, bool failed)
{
	int status = -1, err = -1;

	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	rewind(w->messages);
	if (!failed) {
		in_parts_copy(w->messages, stderr);
		if (WIFSIGNALED(status))
			warnx("a part of the run: ended by signal %d", WTERMSIG(status));
		else if (WEXITSTATUS(status) & STATUS_SEEN)
			err = join_several(todo, w, context);
		if (!err)
			run_note(WEXITSTATUS(status) & ~STATUS_SEEN);
	}
	close_streams(w, todo->nr_out);
	return err;
}

static int do_parts(const struct in_parts *todo, struct run_list *list, void *context)
{
	size_t most = sysconf(_SC_NPROCESSORS_ONLN), first = 0, running = 0, from = 0, to;
	struct worker workers[MAX_WORKERS];
	int err = 0;

	most = most > MAX_WORKERS ? MAX_WORKERS : most;
	while (running || (from < list->nr && !err)) {
		if (from < list->nr && running < most && !err) {
			to = reach(list, from);
			err = start(todo, list, from, to, &workers[(first + running) % most],
				    context);
			running += !err;
			from = to;
			continue;
		}
		if (finish(todo, &workers[first], context, err))
			err = -1;
		first = (first + 1) % most;
		running--;
	}
	return err;
}

static int do_whole(const struct in_parts *todo, struct run_list *list, void *context)
{
	struct worker w;
	size_t i;
	int err;

	if (open_streams(&w, todo->nr_out))
		return -1;
	err = do_part(todo, list, 0, list->nr, w.out, context);
	for (i = 0; i < todo->nr_out; i++)
		rewind(w.out[i]);
	if (!err)
		err = todo->join(w.out, context);
	close_streams(&w, todo->nr_out);
	return err;
}

int in_parts_do(const char *folder, const struct in_parts *todo, void *context)
{
	struct run_list list;
	int err;

	if (run_list_read(&list, folder))
		return -1;
	if (list.nr <= FEW_CELLS) {
		err = do_whole(todo, &list, context);
	} else {
		run_list_group(&list);
		err = do_parts(todo, &list, context);
	}
	run_list_free(&list);
	return err;
}

int in_parts_copy(FILE *from, FILE *to)
{
	char buffer[65536];
	size_t n;

	while ((n = fread(buffer, 1, sizeof(buffer), from)))
		if (fwrite(buffer, 1, n, to) != n)
			break;
	if (!ferror(from) && !ferror(to))
		return 0;
	warnx("copy a part: %s", strerror(errno));
	return -1;
}

void in_parts_skip_line(FILE *from)
{
	int c;

	while ((c = getc(from)) != EOF && c != '\n')
		;
}

void in_parts_put(FILE *to, const void *data, size_t size)
{
	fwrite(data, 1, size, to);
}

void in_parts_put_text(FILE *to, const char *text)
{
	fwrite(text, 1, strlen(text) + 1, to);
}

bool in_parts_get(FILE *from, void *data, size_t size)
{
	return fread(data, 1, size, from) == size;
}

char *in_parts_get_text(FILE *from)
{
	char *text = NULL;
	size_t size = 0;

	if (getdelim(&text, &size, '\0', from) > 0)
		return text;
	free(text);
	return NULL;
}
