// SPDX-License-Identifier: GPL-2.0
/* The report's first section: what turning nested paging off does, and why. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "archetype.h"
#include "output/format.h"
#include "output/table.h"
#include "parts/charts.h"
#include "record/facts/cpu.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "select/clearing.h"
#include "select/mmio.h"
#include "select/thresholds.h"
#include "util/memory.h"

/* What reads a disk. */
#define DISK	"fio-randread"

/* --- the sentence ---------------------------------------------------------------------- */

static bool is_unchanged(const struct archetype_factors *f)
{
	return f->nr && fabs(f->net[f->least].factor.median - 1) <= SAME_BUSY &&
	       fabs(f->net[f->most].factor.median - 1) <= SAME_BUSY;
}

/* A factor without its sign: "2.10". */
static struct format times(const struct archetype_factors *f, size_t i)
{
	return net_change(&f->net[i], false);
}

static void say_unchanged(const struct report *r, const struct archetype_factors *f, size_t nr)
{
	size_t i, said = 0;

	fprintf(r->f, "leaves the CPU time of ");
	for (i = 0; i < ARCHETYPE_NR; i++)
		if (is_unchanged(&f[i]))
			fprintf(r->f, "%s%s", !said++ ? "" : said == nr ? " and " : ", ",
				archetypes[i].name_in_sentence);
	fprintf(r->f, " as it is (within %.0f %%)", 100 * SAME_BUSY);
}

static void say_changed(const struct report *r, const struct archetype_factors *f)
{
	size_t i, said = 0;

	fprintf(r->f, "changes ");
	for (i = 0; i < ARCHETYPE_NR; i++) {
		if (!f[i].nr || is_unchanged(&f[i]))
			continue;
		fprintf(r->f, "%s of %s by %s (%s)", said++ ? ", and that" : "the CPU time",
			archetypes[i].name_in_sentence, times(&f[i], f[i].least).text,
			f[i].name[f[i].least]);
		if (f[i].most != f[i].least)
			fprintf(r->f, " to %s (%s)", times(&f[i], f[i].most).text,
				f[i].name[f[i].most]);
	}
}

/* "On a current CPU, haswell (...), with KPTI off in the guest, turning EPT off " */
static void say_machine(const struct report *r, const struct machine *m)
{
	const struct cpu *cpus = cpus_of_platform(r->platform);
	char *name = m ? machine_name(m) : memory_printf("%s", r->platform);

	fprintf(r->f, "**On %s%s", m && m->is_default && cpus && cpu_find(cpus, m->cpu) ?
		"a current CPU, " : "", name);
	if (m)
		fprintf(r->f, ", with KPTI %s in the guest", m->kpti ? "on" : "off");
	if (platform_facts(r->platform)->is_instruction)
		fprintf(r->f, "%s CPU time counted in instructions", m ? " and" : ", with");
	fprintf(r->f, ", turning %s off ", record_nested_name(r->pairs.pair[0].vendor));
	free(name);
}

/* What a time is that was not measured on a CPU. */
static void say_model(const struct report *r)
{
	if (!platform_facts(r->platform)->is_instruction)
		return;
	fprintf(r->f, "CPU time is a model here: the emulator takes one cycle per instruction. "
		"Exits are counted as on a CPU; what else an exit costs there, and misses of TLB "
		"and caches, are not in it.\n\n");
}

/* Says how exact the factors above are. */
static void say_seeds(const struct report *r, const struct machines *m)
{
	static const struct net_quantity busy = { .sum = NET_BUSY };
	const struct companion *detail = report_companion(r, "detail");
	size_t i, k, rough = 0, most = 0, points = 0;
	struct net n;

	for (i = 0; i < m->nr; i++) {
		for (k = 0; k < m->machine[i].pairs.nr; k++) {
			n = net_of(&m->machine[i].pairs, &m->machine[i].pairs.pair[k], &busy);
			rough += net_is_rough(&n);
			most = n.difference.nr > most ? n.difference.nr : most;
			points += pair_any(&m->machine[i].pairs.pair[k])->nr_points > 1;
		}
	}
	if (most > 1)
		fprintf(r->f, "Factors are medians of %zu seeds [least\u2013most]%s.", most,
			rough ? "; those with two digits are of one seed" : "");
	else
		fprintf(r->f, "One seed: factors have two digits.");
	if (points)
		fprintf(r->f, " Of a micro-benchmark with several sizes they are of all sizes "
			"together.");
	if (clearing_lacks_bytes(detail ? detail->run : NULL))
		fprintf(r->f, " Of fork and exec a large part is one exit per process, in which "
			"KVM emulates the guest's clearing of a page; a CPU with fast byte stores "
			"would spend something else on it (mechanism 3).");
	fprintf(r->f, "\n\n");
}

static void say_answer(const struct report *r, const struct machine *m,
		       const struct archetype_factors *f)
{
	size_t unchanged = 0, changed = 0, i;

	for (i = 0; i < ARCHETYPE_NR; i++) {
		unchanged += is_unchanged(&f[i]);
		changed += f[i].nr && !is_unchanged(&f[i]);
	}
	say_machine(r, m);
	if (unchanged)
		say_unchanged(r, f, unchanged);
	if (unchanged && changed)
		fprintf(r->f, ", and ");
	if (changed)
		say_changed(r, f);
	fprintf(r->f, ".**\n\n");
}

/* A run of other workloads, or on an emulator whose time is its own: the range over the jobs. */
static void say_jobs(const struct report *r, const struct machine *m)
{
	const bool has_cycles = platform_has_cycles(platform_facts(r->platform));
	const struct net_quantity q = { .sum = has_cycles ? NET_BUSY : NET_EXITS };
	const char *least = NULL, *most = NULL;
	struct net n, low, high;
	size_t i, whole = 0;

	for (i = 0; i < r->jobs.nr; i++) {
		whole += pair_is_whole(&r->jobs.pair[i]);
		n = net_of(&r->all, &r->jobs.pair[i], &q);
		if (!n.factor.nr)
			continue;
		if (!least || n.factor.median < low.factor.median) {
			low = n;
			least = r->jobs.pair[i].name;
		}
		if (!most || n.factor.median > high.factor.median) {
			high = n;
			most = r->jobs.pair[i].name;
		}
	}
	if (!whole) {
		fprintf(r->f, "No workload was measured in both paging modes: there is nothing to "
			"compare.\n\n");
		return;
	}
	if (!least) {
		fprintf(r->f, "Next to nothing was measured but the start of programs: there is no "
			"factor to give.\n\n");
		return;
	}
	say_machine(r, m);
	fprintf(r->f, "changes the %s by %s (%s)", has_cycles ? "CPU time" : "exits",
		net_change(&low, false).text, least);
	if (strcmp(least, most))
		fprintf(r->f, " to %s (%s)", net_change(&high, false).text, most);
	fprintf(r->f, ".**%s\n\n", has_cycles ? "" : " Cycles here are the emulator's own time.");
}

/* --- the tables ------------------------------------------------------------------------ */

static void add_factors(struct table *t, const struct archetype_factors *f)
{
	char *text = memory_printf("%s", ""), *one;
	size_t i;

	for (i = 0; i < f->nr; i++) {
		one = memory_printf("%s %s", f->name[i], net_change(&f->net[i], true).text);
		memory_append(&text, i ? ", " : "", one);
		free(one);
	}
	table_text(t, "%s", text);
	free(text);
}

static void print_archetypes(const struct report *r, const struct machines *m)
{
	static const char *const columns[] = {
		"<work", "?<CPU time, KPTI off", "?<CPU time, KPTI on", NULL,
	};
	const struct machine *off = machines_find(m, r->platform, false);
	const struct machine *on = machines_find(m, r->platform, true);
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i;

	for (i = 0; i < ARCHETYPE_NR; i++) {
		struct archetype_factors f[2] = {
			archetype_factors(&archetypes[i], off),
			archetype_factors(&archetypes[i], on),
		};

		if (!f[0].nr && !f[1].nr)
			continue;
		table_text(t, "%s", archetypes[i].name);
		add_factors(t, &f[0]);
		add_factors(t, &f[1]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static void add_workload(struct table *t, const struct machine *m, const char *workload)
{
	static const struct net_quantity busy = { .sum = NET_BUSY };
	const struct pair *p = machine_pair(m, workload);
	struct net n;

	if (!p) {
		table_empty(t);
		return;
	}
	n = net_of(&m->pairs, p, &busy);
	table_text(t, "%s", net_change(&n, false).text);
}

/*
 * One workload of each kind, long enough for one seed to do: a page that the host clears in one
 * mode and not in the other is a tenth of a thousand system calls, and a thousandth of these.
 */
static const struct {
	const char *title;
	const char *workload;
} examples[] = {
	{ "?computing", "sysbench-memory" }, { "?thread switches", "sysbench-threads" },
	{ "?process switches", "context-switch" }, { "?fork and exec", "fork-exec" },
	{ "?compiler", "compile" }, { "?disk reads", DISK }, { "?boot", "boot" },
};

#define NR_EXAMPLES	(sizeof(examples) / sizeof(examples[0]))

static void print_machines(const struct report *r, const struct machines *m)
{
	const char *columns[NR_EXAMPLES + 3] = { "<CPU", "<KPTI in the guest" };
	struct table *t;
	size_t i, k;
	char *name;

	if (m->nr < 2)
		return;
	fprintf(r->f, "CPU time by CPU (");
	for (i = 0; i < NR_EXAMPLES; i++) {
		columns[i + 2] = examples[i].title;
		fprintf(r->f, "%s%s", i ? ", " : "", examples[i].workload);
	}
	fprintf(r->f, "). The guest's kernel turns KPTI on where the CPU needs it; \"forced\" "
		"overrides its choice.\n\n");
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < m->nr; i++) {
		name = machine_name(&m->machine[i]);
		table_text(t, "%s", name);
		table_text(t, "%s%s", m->machine[i].kpti ? "on" : "off",
			   m->machine[i].is_chosen ? "" : ", forced");
		for (k = 0; k < NR_EXAMPLES; k++)
			add_workload(t, &m->machine[i], examples[k].workload);
		free(name);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* --- why ------------------------------------------------------------------------------- */

/* With shadow paging, per operation at a workload's point; @point: NULL for the last */
static struct spread per_operation(const struct machine *m, const char *workload,
				   const char *point, enum exit_class class)
{
	const struct net_quantity exits = { NET_EXITS, class };
	const struct pair *p = m ? machine_pair(m, workload) : NULL;
	size_t i, last = p ? p->shadow->nr_points : 0;

	for (i = 0; i < last; i++)
		if (point ? !strcmp(p->shadow->points[i].name, point) : i + 1 == last)
			return net_of_point(&m->pairs, p, i, &exits).shadow;
	return (struct spread) { .nr = 0 };
}

static void say_exits(const struct report *r, const struct machines *m,
		      const struct machine *main)
{
	const struct machine *kpti = machines_find(m, main->platform, true);
	struct spread page = per_operation(main, "page-touch", NULL, CLASS_FAULT);
	struct spread process = per_operation(main, "context-switch", "2", CLASS_CR);
	struct spread call = per_operation(main, "syscall", NULL, CLASS_ALL);
	struct spread call_kpti = per_operation(kpti, "syscall", NULL, CLASS_CR);
	const char *separator = "";

	fprintf(r->f, "With %s a guest edits its page tables and switches between them without an "
		"exit. With shadow paging KVM has to see both",
		record_nested_name(main->vendor));
	if (page.nr) {
		fprintf(r->f, ": %s exits per page that is touched first",
			format_short(page.median).text);
		separator = ", ";
	}
	if (process.nr) {
		fprintf(r->f, "%s%s per switch to another process", *separator ? separator : ": ",
			format_short(process.median).text);
		separator = ", ";
	}
	if (call.nr && !main->kpti && call.median < 0.1)
		fprintf(r->f, "%snone per system call", *separator ? separator : ": ");
	fprintf(r->f, ". ");
	if (call_kpti.nr && call_kpti.median >= 1)
		fprintf(r->f, "KPTI decides: each entry to the kernel and each return reads and "
			"writes CR3, which is %s exits per system call. ",
			format_short(call_kpti.median).text);
}

static void say_mmio(const struct report *r, const struct machine *main)
{
	static const struct net_quantity exits = { .sum = NET_EXITS };
	const struct companion *detail = report_companion(r, "detail");
	const struct pair *p = machine_pair(main, DISK);
	const struct record *tdp, *shadow;
	struct mmio on, off;
	struct net n;

	if (!p || !detail)
		return;
	tdp = mmio_find(detail->run, p->tdp);
	shadow = mmio_find(detail->run, p->shadow);
	if (!tdp || !shadow)
		return;
	on = mmio_of(tdp);
	off = mmio_of(shadow);
	n = net_of(&main->pairs, p, &exits);
	if (on.count < MANY_EXITS || off.count < MANY_EXITS || !n.factor.nr)
		return;
	if (fabs(n.factor.median - 1) <= SAME_BUSY)
		fprintf(r->f, "Disk reads (%s) make as many exits (%s), but ", DISK,
			net_change(&n, false).text);
	else
		fprintf(r->f, "Disk reads (%s) change their exits by %s, and ", DISK,
			net_change(&n, false).text);
	fprintf(r->f, "KVM takes %s cycles for each notification of the disk instead of %s.",
		format_rough((double)off.kernel / off.count).text,
		format_rough((double)on.kernel / on.count).text);
}

static bool has_factors(const struct archetype_factors f[ARCHETYPE_NR])
{
	size_t i, nr = 0;

	for (i = 0; i < ARCHETYPE_NR; i++)
		nr += f[i].nr;
	return nr;
}

static int write_answer(const struct report *r)
{
	struct archetype_factors f[ARCHETYPE_NR];
	const struct machine *main;
	struct machines m;
	size_t i;

	if (!r->pairs.nr)
		return 0;
	machines_of_report(&m, r);
	main = machines_main(&m, r->platform);
	for (i = 0; i < ARCHETYPE_NR; i++)
		f[i] = archetype_factors(&archetypes[i], main);
	fprintf(r->f, "## What does a guest cost without %s?\n\n",
		record_nested_name(r->pairs.pair[0].vendor));
	if (platform_has_cycles(platform_facts(r->platform)) && has_factors(f)) {
		say_answer(r, main, f);
		say_model(r);
		print_archetypes(r, &m);
		say_seeds(r, &m);
		say_exits(r, &m, main);
		say_mmio(r, main);
		fprintf(r->f, "\n\n");
		print_machines(r, &m);
	} else {
		say_jobs(r, main);
	}
	machines_free(&m);
	return 0;
}

const struct topic_section section_answer = {
	DOCUMENT_REPORT, 10, TOPIC_ONCE, NULL, write_answer,
};
