// SPDX-License-Identifier: GPL-2.0
/* BPF programs on KVM's tracepoints, for any kernel since 5.17. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "bpf-fields.h"
#include "bpf-vcpu.h"
#include "host/backend.h"
#include "host/vm-name.h"
#include "util/clock.h"

/* How often a copy is tried, of an entry that is being changed. */
#define TRIES	1000

/* The object, which the linker puts in. */
extern const char _binary_exits_bpf_o_start[], _binary_exits_bpf_o_end[];

/* The values of exits.bpf.c's variables, by name. */
struct field {
	const char *event;
	const char *name;
	unsigned int size;
	const char *variable;
};

static const struct field fields[] = {
	{ "kvm_exit", "exit_reason", 4, "at_exit_reason" },
	{ "kvm_exit", "guest_rip", 8, "at_exit_rip" },
	{ "kvm_cpuid", "function", 4, "at_cpuid_function" },
	{ "kvm_cpuid", "index", 4, "at_cpuid_index" },
	{ "kvm_pio", "rw", 4, "at_pio_rw" },
	{ "kvm_pio", "port", 4, "at_pio_port" },
	{ "kvm_msr", "write", 4, "at_msr_write" },
	{ "kvm_msr", "ecx", 4, "at_msr_ecx" },
	{ "kvm_page_fault", "fault_address", 8, "at_fault_address" },
	{ "kvm_mmio", "gpa", 8, "at_mmio_gpa" },
};

#define NR_FIELDS	(sizeof(fields) / sizeof(fields[0]))

/* Loaded only if they are wanted. */
static const struct {
	const char *program;
	enum exit_by by;
} optional[] = {
	{ "on_cpuid", EXIT_BY_LEAF }, { "on_pio", EXIT_BY_PORT }, { "on_msr", EXIT_BY_MSR },
	{ "on_page_fault", EXIT_BY_PAGE }, { "on_mmio", EXIT_BY_PAGE },
};

#define NR_OPTIONAL	(sizeof(optional) / sizeof(optional[0]))

/* Tracefs by itself, or where debugfs shows it. */
static const char *const tracefs[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };

#define NR_LINKS	16
/* Slow exits wait here until they are asked for. */
#define NR_WAITING	65536

static struct {
	struct backend_options options;
	struct bpf_object *object;
	struct bpf_link *links[NR_LINKS];
	size_t nr_links;
	struct ring_buffer *ring;
	struct trace_slow *waiting;
	size_t head, tail;
	unsigned int vendor;
	uint64_t zero;
	int vcpus, times, keys;
	int stats;
	unsigned long torn;
} bpf = { .stats = -1 };

static int complain(const char *what, int err, const char *advice)
{
	fprintf(stderr, "exitmeter: %s: %s%s\n", what, strerror(-err), advice);
	return err;
}

/* libbpf's own words are told if it fails, and only then. */
static char messages[16384];

static int keep_message(enum libbpf_print_level level, const char *format, va_list args)
{
	size_t used = strlen(messages);

	if (level == LIBBPF_WARN)
		vsnprintf(messages + used, sizeof(messages) - used, format, args);
	return 0;
}

/* Where the variable is in a section of variables; -1 if it is not there. */
static long offset_in(const struct btf_type *section, const char *name)
{
	const struct btf *btf = bpf_object__btf(bpf.object);
	const struct btf_var_secinfo *var = btf_var_secinfos(section);
	const struct btf_type *type;
	unsigned int i;

	for (i = 0; i < btf_vlen(section); i++) {
		type = btf__type_by_id(btf, var[i].type);
		if (!strcmp(btf__name_by_offset(btf, type->name_off), name))
			return var[i].offset;
	}
	return -1;
}

/* The variable of a program; NULL if the object has none of that name. */
static void *variable(const char *name)
{
	const struct btf *btf = bpf_object__btf(bpf.object);
	const struct btf_type *section;
	struct bpf_map *map;
	char *values;
	size_t size;
	long at;

	bpf_object__for_each_map(map, bpf.object) {
		if (!strstr(bpf_map__name(map), ".rodata") && !strstr(bpf_map__name(map), ".bss"))
			continue;
		values = (char *)bpf_map__initial_value(map, &size);
		section = btf__type_by_id(btf, bpf_map__btf_value_type_id(map));
		if (!values || !section)
			continue;
		at = offset_in(section, name);
		if (at >= 0)
			return values + at;
	}
	return NULL;
}

static void set_number(const char *name, unsigned int value)
{
	unsigned int *at = variable(name);

	if (at)
		*at = value;
}

static int find_field(const struct field *field)
{
	unsigned int at, size;
	char path[256];
	FILE *f = NULL;
	bool found;
	size_t i;

	for (i = 0; i < sizeof(tracefs) / sizeof(tracefs[0]) && !f; i++) {
		snprintf(path, sizeof(path), "%s/events/kvm/%s/format", tracefs[i], field->event);
		f = fopen(path, "r");
	}
	if (!f) {
		fprintf(stderr, "exitmeter: open %s: %s; BPF needs tracefs: mount -t tracefs "
			"nodev /sys/kernel/tracing\n", path, strerror(errno));
		return -ENOENT;
	}
	found = bpf_field_find(f, field->name, &at, &size);
	fclose(f);
	if (!found || size != field->size) {
		fprintf(stderr, "exitmeter: this kernel's tracepoint kvm:%s has no %s of %u bytes: "
			"this program does not know it\n", field->event, field->name, field->size);
		return -ENOENT;
	}
	set_number(field->variable, at);
	return 0;
}

/* Which process a name is, so that the programs see no other VM; 0 if a number or all. */
static unsigned int process_of(const char *vm)
{
	char *end;
	long number = vm ? strtol(vm, &end, 10) : 0;

	return vm && !*end && number > 0 ? number : 0;
}

static int configure(const struct backend_options *options)
{
	unsigned long long *than = variable("than");
	struct bpf_program *program;
	size_t i;
	int err = 0;

	for (i = 0; i < NR_FIELDS && !err; i++)
		err = find_field(&fields[i]);
	set_number("vendor", bpf.vendor);
	set_number("only_process", process_of(options->vm));
	set_number("wanted_by", options->by);
	if (than)
		*than = options->than;
	for (i = 0; i < NR_OPTIONAL; i++) {
		program = bpf_object__find_program_by_name(bpf.object, optional[i].program);
		if (program && !(options->by & 1 << optional[i].by))
			bpf_program__set_autoload(program, false);
	}
	return err;
}

static int attach_all(void)
{
	struct bpf_program *program;
	struct bpf_link *link;
	char what[80];

	bpf_object__for_each_program(program, bpf.object) {
		if (!bpf_program__autoload(program))
			continue;
		link = bpf_program__attach(program);
		if (!link || bpf.nr_links == NR_LINKS) {
			snprintf(what, sizeof(what), "attach the BPF program to %s",
				 bpf_program__section_name(program));
			fputs(messages, stderr);
			return complain(what, -errno, "; it takes Linux 5.17 or later with "
				"kprobes");
		}
		bpf.links[bpf.nr_links++] = link;
	}
	return 0;
}

static int take_slow(void *data, void *event, size_t size)
{
	(void)data;
	if (size >= sizeof(struct trace_slow) && bpf.head - bpf.tail < NR_WAITING)
		memcpy(&bpf.waiting[bpf.head++ % NR_WAITING], event, sizeof(struct trace_slow));
	return 0;
}

static int open_ring(void)
{
	bpf.waiting = calloc(NR_WAITING, sizeof(*bpf.waiting));
	bpf.ring = ring_buffer__new(bpf_object__find_map_fd_by_name(bpf.object, "slow"), take_slow,
				    NULL, NULL);
	return bpf.waiting && bpf.ring ? 0 : -ENOMEM;
}

static int load(const struct backend_options *options)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts, .object_name = "exitmeter");
	const size_t size = _binary_exits_bpf_o_end - _binary_exits_bpf_o_start;
	int err;

	bpf.object = bpf_object__open_mem(_binary_exits_bpf_o_start, size, &opts);
	if (!bpf.object)
		return complain("open the BPF object", -errno, "");
	err = configure(options);
	if (err)
		return err;
	err = bpf_object__load(bpf.object);
	if (err) {
		fputs(messages, stderr);
		return complain("load the BPF programs", err,
				access("/sys/kernel/btf/vmlinux", R_OK) ?
				"; they need a kernel with CONFIG_DEBUG_INFO_BTF" : "");
	}
	bpf.vcpus = bpf_object__find_map_fd_by_name(bpf.object, "vcpus");
	bpf.times = bpf_object__find_map_fd_by_name(bpf.object, "times");
	bpf.keys = bpf_object__find_map_fd_by_name(bpf.object, "keys");
	err = open_ring();
	return err ? complain("read slow exits", err, "") : attach_all();
}

static void bpf_close(void)
{
	while (bpf.nr_links)
		bpf_link__destroy(bpf.links[--bpf.nr_links]);
	ring_buffer__free(bpf.ring);
	bpf_object__close(bpf.object);
	if (bpf.stats >= 0)
		close(bpf.stats);
	free(bpf.waiting);
	memset(&bpf, 0, sizeof(bpf));
	bpf.stats = -1;
}

static int bpf_open(const struct backend_options *options, struct kvm_facts *facts)
{
	int err;

	libbpf_set_print(keep_message);
	bpf.options = *options;
	bpf.vendor = facts->info.vendor;
	bpf.zero = clock_ns(CLOCK_MONOTONIC);
	/* A cycle is a nanosecond: that is what BPF's clock counts. */
	facts->info.tsc_khz = 1000000;
	facts->info.features = KVM_EXITMETER_FEATURE_MAX;
	if (options->cost) {
		bpf.stats = bpf_enable_stats(BPF_STATS_RUN_TIME);
		if (bpf.stats < 0)
			return complain("let the kernel time BPF programs", bpf.stats, "");
	}
	err = load(options);
	if (err)
		bpf_close();
	return err;
}

/* Return: 0; -ENOENT if it is gone; -EAGAIN if it changed all the while. */
static int copy_vcpu(uint32_t thread, struct trace_vcpu *v)
{
	static struct trace_vcpu after;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (bpf_map_lookup_elem(bpf.vcpus, &thread, v) ||
		    bpf_map_lookup_elem(bpf.vcpus, &thread, &after))
			return -ENOENT;
		if (v->version == after.version && !(v->version & 1))
			return 0;
	}
	return -EAGAIN;
}

static struct sampled_vm *vm_of(struct vm_sample *s, const struct trace_vcpu *v)
{
	const unsigned int number = bpf_vcpu_number(v);
	char name[VM_NAME_SIZE];
	struct sampled_vm *vm;
	size_t i;

	for (i = 0; i < s->nr_vms; i++)
		if (s->vms[i].pid == (pid_t)v->process && s->vms[i].number == number)
			return &s->vms[i];
	vm_name_read("/proc", v->process, name, sizeof(name));
	if (!vm_name_matches(bpf.options.vm, v->process, name))
		return NULL;
	vm = vm_sample_add(s, v->process, number);
	memcpy(vm->name, name, sizeof(vm->name));
	return vm;
}

/* Which VM a thread belongs to, for the maps that go by thread. */
struct thread {
	uint32_t thread;
	size_t vm;
};

static int by_thread(const void *a, const void *b)
{
	const struct thread *x = a, *y = b;

	return x->thread < y->thread ? -1 : x->thread > y->thread;
}

static bool is_alive(uint32_t process)
{
	char path[32];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%" PRIu32, process);
	return !stat(path, &st);
}

/* A vCPU whose VMM is gone makes room for another. */
static void forget(uint32_t thread)
{
	struct trace_times_key times = { .thread = thread };

	bpf_map_delete_elem(bpf.vcpus, &thread);
	for (times.row = 0; times.row < TRACE_ROWS; times.row++)
		bpf_map_delete_elem(bpf.times, &times);
}

static void take_thread(struct vm_sample *s, uint32_t thread, struct thread *out, size_t *nr)
{
	static struct trace_vcpu v;
	const uint64_t now = clock_ns(CLOCK_MONOTONIC);
	struct sampled_vcpu *vcpu;
	struct sampled_vm *vm;
	int err = copy_vcpu(thread, &v);

	if (err) {
		bpf.torn += err == -EAGAIN;
		return;
	}
	if (!is_alive(v.process)) {
		forget(thread);
		return;
	}
	vm = vm_of(s, &v);
	if (!vm)
		return;
	vcpu = vm_sample_vcpu_add(vm, v.index, bpf.vendor);
	bpf_vcpu_ledger(&vcpu->ledger, &v, now);
	out[*nr].thread = thread;
	out[(*nr)++].vm = vm - s->vms;
}

static const struct thread *find_thread(const struct thread *threads, size_t nr, uint32_t thread)
{
	const struct thread like = { .thread = thread };

	return nr ? bsearch(&like, threads, nr, sizeof(like), by_thread) : NULL;
}

static void take_times(struct vm_sample *s, const struct thread *threads, size_t nr)
{
	struct trace_times_key key, *last = NULL, next;
	const struct thread *t;
	struct trace_times value;
	struct exit_times times;

	while (!bpf_map_get_next_key(bpf.times, last, &next)) {
		key = next;
		last = &key;
		t = find_thread(threads, nr, key.thread);
		if (!t || bpf_map_lookup_elem(bpf.times, &key, &value))
			continue;
		times.row = key.row;
		times.max = value.max;
		memcpy(times.buckets, value.buckets, sizeof(times.buckets));
		exit_times_add(&s->vms[t->vm].exits, &times);
	}
}

static void take_keys(struct vm_sample *s, const struct thread *threads, size_t nr)
{
	struct trace_key key, *last = NULL, next;
	const struct thread *t;
	struct trace_charge value;
	struct exit_key out;

	while (!bpf_map_get_next_key(bpf.keys, last, &next)) {
		key = next;
		last = &key;
		t = find_thread(threads, nr, key.thread);
		if (!t || bpf_map_lookup_elem(bpf.keys, &key, &value))
			continue;
		out = (struct exit_key) {
			.row = key.row, .by = key.by, .value = key.value, .count = value.count,
			.ns = value.ns,
		};
		exit_key_add(&s->vms[t->vm].exits, &out);
	}
}

/* All threads that there are entries of; free() it. */
static uint32_t *list_threads(size_t *nr)
{
	const uint32_t most = 1024;
	uint32_t *threads = calloc(most, sizeof(*threads)), *last = NULL;

	*nr = 0;
	while (threads && *nr < most && !bpf_map_get_next_key(bpf.vcpus, last, &threads[*nr]))
		last = &threads[(*nr)++];
	return threads;
}

static int bpf_look(struct vm_sample *s)
{
	size_t nr, nr_known = 0, i;
	uint32_t *threads = list_threads(&nr);
	struct thread *known = calloc(nr + 1, sizeof(*known));
	int err = threads && known ? 0 : -ENOMEM;

	memset(s, 0, sizeof(*s));
	s->clock = clock_ns(CLOCK_MONOTONIC) - bpf.zero;
	for (i = 0; i < nr && !err; i++)
		take_thread(s, threads[i], known, &nr_known);
	if (!err) {
		qsort(known, nr_known, sizeof(*known), by_thread);
		take_times(s, known, nr_known);
		take_keys(s, known, nr_known);
		vm_sample_sort(s);
		ring_buffer__consume(bpf.ring);
	}
	free(threads);
	free(known);
	return err ? complain("look at the VMs", err, "") : 0;
}

static bool is_wanted(pid_t process)
{
	char name[VM_NAME_SIZE];

	if (!bpf.options.vm)
		return true;
	vm_name_read("/proc", process, name, sizeof(name));
	return vm_name_matches(bpf.options.vm, process, name);
}

static bool bpf_slow(struct slow_exit *out)
{
	const struct trace_slow *e;

	do {
		if (bpf.tail == bpf.head)
			return false;
		e = &bpf.waiting[bpf.tail++ % NR_WAITING];
	} while (!is_wanted(e->process));
	*out = (struct slow_exit) {
		.at = (clock_ns(CLOCK_REALTIME) - (clock_ns(CLOCK_MONOTONIC) - e->end)) / 1e9,
		.pid = e->process, .vcpu = e->index, .row = e->row, .userspace = e->userspace,
		.rip = e->rip, .took = e->took, .user = e->user, .offcpu = e->offcpu,
		.blocked = e->blocked,
	};
	return true;
}

struct program_cost {
	uint64_t ns;
	uint64_t exits;
	uint64_t missed;
};

static void add_cost(struct program_cost *cost, const struct bpf_program *program)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);

	if (bpf_program__fd(program) < 0 ||
	    bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size))
		return;
	cost->ns += info.run_time_ns;
	cost->missed += info.recursion_misses;
	if (!strcmp(bpf_program__name(program), "on_exit"))
		cost->exits = info.run_cnt;
}

static struct program_cost program_cost(void)
{
	struct program_cost cost = { 0 };
	struct bpf_program *program;

	bpf_object__for_each_program(program, bpf.object)
		add_cost(&cost, program);
	return cost;
}

static void bpf_cost(FILE *f)
{
	struct program_cost cost = program_cost();

	if (bpf.stats >= 0 && cost.exits)
		fprintf(f, "%.0f ns per exit in these BPF programs, the scheduler's included, as "
			"the kernel timed them here over %" PRIu64 " exits; beside that, the "
			"tracepoints and kprobes that they are called "
			"from", (double)cost.ns / cost.exits,
			cost.exits);
	else
		fputs("of these programs not measured here: --cost does it; BPF that only counts "
		      "takes about 319 instructions per exit (bochs-vmx, data/overhead: cpuid)", f);
}

static void bpf_warn(void)
{
	static const char *const texts[TRACE_LOST_NR] = {
		[TRACE_LOST_VCPUS] = "events of vCPUs that there was no room for",
		[TRACE_LOST_TIMES] = "exits are in no percentile, for want of room",
		[TRACE_LOST_KEYS] = "exits are in no key, for want of room",
		[TRACE_LOST_SLOW] = "slow exits could not be told of",
	};
	const unsigned long long *lost = variable("lost");
	struct program_cost cost = program_cost();
	size_t i;

	for (i = 0; lost && i < TRACE_LOST_NR; i++)
		if (lost[i])
			fprintf(stderr, "exitmeter: warning: %llu %s\n", lost[i], texts[i]);
	if (cost.missed)
		fprintf(stderr, "exitmeter: warning: the kernel left out %" PRIu64 " runs of the "
			"BPF programs: counts and times are too small by these\n", cost.missed);
	if (bpf.torn)
		fprintf(stderr, "exitmeter: warning: %lu looks found a vCPU that changed all the "
			"while, and are without it; look less often\n", bpf.torn);
}

static const char *const bpf_blind[] = {
	"VM entries that failed, and runs that KVM emulates without entering the guest.",
	"the world switch apart from the guest: what KVM does between its tracepoints and the "
	"switch is guest here.",
	"KVM_RUN's own begin and end: what the system call does around KVM's part is user here.",
	"waiting for a SIPI, or for a page that is being read in, as blocked: it is offcpu here.",
	"a vCPU before its first entry or KVM_RUN since the programs were loaded.",
	"cycles: times are nanoseconds of the monotonic clock.",
	NULL
};

const struct backend backend_bpf = {
	.name = "bpf",
	.what = "BPF programs on KVM's tracepoints and on the scheduler's, and kprobes where KVM "
		"has none",
	.unit = "ns",
	.statistic = false,
	.blind = bpf_blind,
	.open = bpf_open,
	.look = bpf_look,
	.slow = bpf_slow,
	.cost = bpf_cost,
	.warn = bpf_warn,
	.close = bpf_close,
};
