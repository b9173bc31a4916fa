// SPDX-License-Identifier: GPL-2.0
/* exitreport tables: write the derived tables. */
#include <stdlib.h>
#include <unistd.h>

#include "parts/in-parts.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "record/run.h"
#include "wanted.h"

static const char doc[] =
	"Write what is derived from the records of a run as CSV in long form into RUN/tables: "
	"everything, or what belongs to each TOPIC that is named.\v"
	"EXAMPLES:\n"
	"  exitreport tables data/reference\n"
	"  exitreport tables data/detail detail\n";

/**
 * struct written - a table being written
 * @table: which
 * @out: its file; without a name as long as no part had anything of it
 * @parts: what the parts wrote, for @table->finish
 * @exists: some part had something of it
 */
struct written {
	const struct topic_table *table;
	struct outfile out;
	FILE *parts;
	bool exists;
};

struct tables {
	char *folder;
	struct written *written;
	size_t nr;
};

/* Behind those of the tables: which of them the part has. */
static int print_part(const struct run *run, FILE *const out[], void *context)
{
	const struct tables *t = context;
	const struct topic_table *table;
	bool exists;
	size_t i;

	for (i = 0; i < t->nr; i++) {
		table = t->written[i].table;
		exists = !table->exists || table->exists(run);
		in_parts_put(out[t->nr], &exists, sizeof(exists));
		if (exists && !table->whole && table->print(run, out[i]))
			return -1;
	}
	return 0;
}

static int begin(const struct tables *t, struct written *w)
{
	char *path = memory_printf("%s/%s", t->folder, w->table->file);
	int err = outfile_open(&w->out, path);

	free(path);
	w->exists = !err;
	if (!err && w->table->finish) {
		w->parts = tmpfile();
		err = w->parts ? 0 : -1;
	}
	return err;
}

static int join(FILE *const out[], void *context)
{
	struct tables *t = context;
	struct written *w;
	bool exists;
	size_t i;

	for (i = 0; i < t->nr; i++) {
		w = &t->written[i];
		if (!in_parts_get(out[t->nr], &exists, sizeof(exists)))
			return -1;
		if (!exists)
			continue;
		if (w->exists && !w->table->finish)
			in_parts_skip_line(out[i]);
		else if (!w->exists && begin(t, w))
			return -1;
		if (in_parts_copy(out[i], w->parts ? w->parts : w->out.file))
			return -1;
	}
	return 0;
}

static int finish(struct written *w, const char *folder)
{
	struct run run;
	int err;

	if (w->table->whole) {
		if (run_load(&run, folder))
			return -1;
		err = w->table->print(&run, w->out.file);
		run_free(&run);
		return err;
	}
	if (!w->parts)
		return 0;
	rewind(w->parts);
	return w->table->finish(w->parts, w->out.file);
}

/* What an earlier state of the run had is not of this one. */
static void remove_old(const struct tables *t, const struct written *w)
{
	char *path = memory_printf("%s/%s", t->folder, w->table->file);

	unlink(path);
	free(path);
}

/* All or none: half of a run would look like one. */
static int end(struct tables *t, const char *folder, int err)
{
	struct written *w;
	size_t i;

	for (i = 0; i < t->nr && !err; i++)
		if (t->written[i].exists)
			err = finish(&t->written[i], folder);
	for (i = 0; i < t->nr; i++) {
		w = &t->written[i];
		if (w->parts)
			fclose(w->parts);
		if (!w->exists && !err)
			remove_old(t, w);
		if (!w->exists)
			continue;
		if (err)
			outfile_discard(&w->out);
		else
			err = outfile_close(&w->out);
	}
	return err;
}

static void want_tables(struct tables *t, char *const words[])
{
	const struct topic_table *const *table;
	size_t i;

	for (i = 0; topics[i]; i++) {
		if (!topic_is_wanted(topics[i], words))
			continue;
		for (table = topics[i]->tables; table && *table; table++) {
			t->written = memory_grow(t->written, t->nr, sizeof(*t->written));
			t->written[t->nr++].table = *table;
		}
	}
}

static int run_tables(char *words[], const void *options)
{
	struct in_parts todo = { .work = print_part, .join = join };
	struct tables t = { NULL, NULL, 0 };
	int err;

	(void)options;
	if (topics_check(words + 1))
		return EXIT_FAILED;
	want_tables(&t, words + 1);
	todo.nr_out = t.nr + 1;
	t.folder = memory_printf("%s/tables", words[0]);
	err = outfile_folder(t.folder);
	if (!err)
		err = end(&t, words[0], in_parts_do(words[0], &todo, &t));
	free(t.folder);
	free(t.written);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_tables = {
	.name = "tables",
	.summary = "write RUN/tables/*.csv",
	.usage = "RUN [TOPIC...]",
	.doc = doc,
	.min = 1,
	.run = run_tables,
};
