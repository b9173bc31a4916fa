// SPDX-License-Identifier: GPL-2.0
#include "export-page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "ledger/mode.h"
#include "ledger/reasons.h"
#include "ledger/row.h"
#include "util/memory.h"

/* Each byte of a name may take two, and there are three numbers beside it. */
#define LABELS_SIZE	(2 * VM_NAME_SIZE + 96)

/**
 * struct subject - what series are about: a VM, or a vCPU
 * @labels: that tell it from others, without braces
 * @ledger: its, or the sum over the VM in @sum
 * @sum: NULL if it is not the sum of several
 */
struct subject {
	char labels[LABELS_SIZE];
	const struct ledger *ledger;
	struct ledger *sum;
};

/* struct table - a page, and what its series are about */
struct table {
	const struct export_page *page;
	size_t nr;
	struct subject *subjects;
};

/* A value of a label; @out has twice the room. */
static void escape(char *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '"' || *text == '\n')
			*out++ = '\\';
		*out++ = *text == '\n' ? 'n' : *text;
	}
	*out = '\0';
}

static void vm_labels(char labels[LABELS_SIZE], const struct sampled_vm *vm)
{
	char name[2 * VM_NAME_SIZE];

	escape(name, vm->name);
	snprintf(labels, LABELS_SIZE, "vm=\"%s\",pid=\"%d\",number=\"%u\"", name, (int)vm->pid,
		 vm->number);
}

static struct subject *add_subject(struct table *t, const struct sampled_vm *vm)
{
	struct subject *s;

	t->subjects = memory_grow(t->subjects, t->nr, sizeof(*t->subjects));
	s = &t->subjects[t->nr++];
	vm_labels(s->labels, vm);
	return s;
}

static void add_vm(struct table *t, const struct sampled_vm *vm)
{
	struct subject *s = add_subject(t, vm);
	size_t i;

	s->sum = memory_zalloc(sizeof(*s->sum));
	if (vm->nr_vcpus)
		*s->sum = vm->vcpus[0].ledger;
	for (i = 1; i < vm->nr_vcpus; i++)
		ledger_add(s->sum, &vm->vcpus[i].ledger);
	s->ledger = s->sum;
}

static void add_vcpus(struct table *t, const struct sampled_vm *vm)
{
	struct subject *s;
	size_t i, used;

	for (i = 0; i < vm->nr_vcpus; i++) {
		s = add_subject(t, vm);
		used = strlen(s->labels);
		snprintf(s->labels + used, LABELS_SIZE - used, ",vcpu=\"%u\"", vm->vcpus[i].index);
		s->ledger = &vm->vcpus[i].ledger;
	}
}

static void heading(FILE *f, const char *name, const char *type, const char *help)
{
	fprintf(f, "# HELP exitmeter_%s %s\n# TYPE exitmeter_%s %s\n", name, help, name, type);
}

/* One of its own for each row: the manual's name, or the number of what has none. */
static const char *reason_label(const struct abi_info *info, unsigned int row,
				char label[REASON_NAME_SIZE])
{
	char buf[REASON_NAME_SIZE];
	const char *name = reason_name(info->vendor, row, buf);

	if (strcmp(name, "undefined"))
		snprintf(label, REASON_NAME_SIZE, "%s", name);
	else
		snprintf(label, REASON_NAME_SIZE, "%u", row);
	return label;
}

static bool is_in_cycles(const struct export_page *page)
{
	return !page->info->tsc_khz;
}

static const char *time_unit(const struct export_page *page)
{
	return is_in_cycles(page) ? "cycles" : "seconds";
}

static void print_time(FILE *f, const struct export_page *page, int64_t cycles)
{
	if (is_in_cycles(page))
		fprintf(f, " %" PRId64 "\n", cycles);
	else
		fprintf(f, " %.9f\n", cycles / (page->info->tsc_khz * 1e3));
}

static void print_host(FILE *f, const struct export_page *page)
{
	const struct abi_info *info = page->info;

	heading(f, "backend_info", "gauge", "What looks at the virtual machines: ledger, KVM's "
		"exit meter; bpf, BPF programs on a KVM without it.");
	fprintf(f, "exitmeter_backend_info{backend=\"%s\",paging=\"%s\"} 1\n", page->backend->name,
		mode_parameter(info->vendor, info->paging));
	heading(f, "look_duration_seconds", "gauge",
		"How long it took to read all that is on this page.");
	fprintf(f, "exitmeter_look_duration_seconds %.6f\n", page->took);
}

static void print_vcpus(FILE *f, const struct export_page *page)
{
	const struct vm_sample *s = page->sample;
	char labels[LABELS_SIZE];
	size_t i;

	heading(f, "vm_vcpus", "gauge", "Virtual CPUs of a virtual machine that were seen.");
	for (i = 0; i < s->nr_vms; i++) {
		vm_labels(labels, &s->vms[i]);
		fprintf(f, "exitmeter_vm_vcpus{%s} %zu\n", labels, s->vms[i].nr_vcpus);
	}
}

static void print_exits(FILE *f, const struct table *t)
{
	char label[REASON_NAME_SIZE];
	const struct ledger *l;
	unsigned int row;
	size_t i;

	heading(f, "exits_total", "counter", "Exits from the guest, by the hardware's reason.");
	for (i = 0; i < t->nr; i++) {
		l = t->subjects[i].ledger;
		for (row = 0; row < l->nr_rows; row++)
			if (l->rows[row].count)
				fprintf(f, "exitmeter_exits_total{%s,reason=\"%s\"} %" PRId64 "\n",
					t->subjects[i].labels,
					reason_label(t->page->info, row, label),
					l->rows[row].count);
	}
}

static void print_row_times(FILE *f, const struct table *t, const struct subject *s,
			    unsigned int row)
{
	char label[REASON_NAME_SIZE];
	size_t i;

	for (i = 0; i < ROW_ACCOUNTS; i++) {
		fprintf(f, "exitmeter_exit_%s_total{%s,reason=\"%s\",account=\"%s\"}",
			time_unit(t->page), s->labels, reason_label(t->page->info, row, label),
			row_accounts[i].name);
		print_time(f, t->page, row_account(&s->ledger->rows[row], i));
	}
}

static void print_exit_times(FILE *f, const struct table *t)
{
	const struct ledger *l;
	unsigned int row;
	char name[32];
	size_t i;

	snprintf(name, sizeof(name), "exit_%s_total", time_unit(t->page));
	heading(f, name, "counter", "Time of the virtual CPUs behind exits, by reason and by where "
		"it went: kernel, in KVM; user, in the VMM; blocked, halted; offcpu, scheduled out.");
	for (i = 0; i < t->nr; i++) {
		l = t->subjects[i].ledger;
		for (row = 0; row < l->nr_rows; row++)
			if (!ledger_row_is_zero(&l->rows[row]))
				print_row_times(f, t, &t->subjects[i], row);
	}
}

static void print_times(FILE *f, const struct table *t)
{
	char name[32];
	size_t i, a;

	snprintf(name, sizeof(name), "vcpu_%s_total", time_unit(t->page));
	heading(f, name, "counter", "All time of the virtual CPUs, by where it went: guest, in the "
		"guest; kernel, user, blocked and offcpu, behind exits; startup, before the first "
		"entry.");
	for (i = 0; i < t->nr; i++)
		for (a = 0; a < ACCOUNT_NR; a++) {
			fprintf(f, "exitmeter_vcpu_%s_total{%s,account=\"%s\"}", time_unit(t->page),
				t->subjects[i].labels, accounts[a].name);
			print_time(f, t->page, account_cycles(t->subjects[i].ledger, a));
		}
}

/* Which BPF alone knows, of a VM as a whole. */
static void print_userspace(FILE *f, const struct export_page *page)
{
	char labels[LABELS_SIZE], label[REASON_NAME_SIZE], what[EXIT_KEY_SIZE];
	const struct sampled_vm *vm;
	const struct exit_key *key;
	size_t i, k;

	if (page->backend->statistic)
		return;
	heading(f, "vmm_entries_total", "counter", "Exits for which the VMM was entered, by the "
		"hardware's reason and KVM's (KVM_EXIT_*).");
	for (i = 0; i < page->sample->nr_vms; i++) {
		vm = &page->sample->vms[i];
		vm_labels(labels, vm);
		for (k = 0; k < vm->exits.nr_keys; k++) {
			key = &vm->exits.keys[k];
			if (key->by == EXIT_BY_USERSPACE)
				fprintf(f, "exitmeter_vmm_entries_total{%s,reason=\"%s\","
					"kvm_exit=\"%s\"} %" PRIu64 "\n", labels,
					reason_label(page->info, key->row, label),
					exit_key_text(key, what), key->count);
		}
	}
}

void export_page_print(FILE *f, const struct export_page *page)
{
	struct table t = { .page = page };
	size_t i;

	for (i = 0; i < page->sample->nr_vms; i++)
		(page->per_vcpu ? add_vcpus : add_vm)(&t, &page->sample->vms[i]);
	print_host(f, page);
	print_vcpus(f, page);
	print_exits(f, &t);
	print_exit_times(f, &t);
	print_times(f, &t);
	print_userspace(f, page);
	for (i = 0; i < t.nr; i++)
		free(t.subjects[i].sum);
	free(t.subjects);
}
