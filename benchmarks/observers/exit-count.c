// SPDX-License-Identifier: GPL-2.0
/*
 * exit-count: counts the exits of all VMs of this host by reason, with a BPF
 * program on the tracepoint kvm:kvm_exit.
 *
 * It is what a careful user of BPF would run, and stands for BPF where the cost
 * of observing is compared: an array per CPU, no lookup in a hash, nothing
 * handed to user space before the end. A raw tracepoint would be cheaper still,
 * but the reason is not among this one's arguments.
 *
 * The program is a table of instructions, for the place of exit_reason in the
 * tracepoint's record is known only when it runs: the kernel refuses a program
 * that computes an offset into its context, and without the kernel's BTF no
 * loader can fill it in. Debian's BPF compiler puts constants where the kernel
 * can't see that they are constant.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

/* Above all of VMX' and SVM's codes but the few that are flags or negative. */
#define NR_REASONS	0x800
/* The array's last entry is for those. */
#define OTHER		NR_REASONS

static const char doc[] =
	"Count the exits of all VMs by exit reason until SIGINT or SIGTERM, then print \"REASON "
	"COUNT\" for each that happened, reasons in decimal as the tracepoint has them, \"other "
	"COUNT\" for those from 2048 up, and \"total COUNT\". Prints \"ready\" when it counts.\v"
	"EXAMPLES:\n"
	"  exit-count > counts & sleep 10; kill $!; wait; cat counts\n"
	"\n"
	"Must be root. kvm.ko must be loaded; tracefs must be mounted on /sys/kernel/tracing, "
	"or debugfs on /sys/kernel/debug.\n"
	"\n"
	"Exit status: 0 ok, 1 it can't count, 2 bad usage.";

/* Tracefs by itself, or where debugfs shows it. */
static const char *const events[] = {
	"/sys/kernel/tracing/events/kvm/kvm_exit",
	"/sys/kernel/debug/tracing/events/kvm/kvm_exit",
};

static FILE *open_event(const char *file)
{
	char path[128];
	FILE *f = NULL;
	size_t i;

	for (i = 0; i < sizeof(events) / sizeof(events[0]) && !f; i++) {
		snprintf(path, sizeof(path), "%s/%s", events[i], file);
		f = fopen(path, "r");
	}
	if (!f)
		fprintf(stderr, "exit-count: open %s: %s; load kvm.ko, mount debugfs on "
			"/sys/kernel/debug, run as root\n", path, strerror(errno));
	return f;
}

/* The number by which perf knows the tracepoint. */
static int read_id(void)
{
	FILE *f = open_event("id");
	int id = -1;

	if (!f)
		return -1;
	if (fscanf(f, "%d", &id) != 1)
		fprintf(stderr, "exit-count: the tracepoint kvm:kvm_exit has no id\n");
	fclose(f);
	return id;
}

/* Where exit_reason is in the tracepoint's record, which is the program's context. */
static int read_offset(void)
{
	FILE *f = open_event("format");
	int offset = -1, size = 0;
	char line[256], *field;

	if (!f)
		return -1;
	while (offset < 0 && fgets(line, sizeof(line), f)) {
		field = strstr(line, " exit_reason;");
		if (field)
			sscanf(field, " exit_reason; offset:%d; size:%d;", &offset, &size);
	}
	fclose(f);
	if (offset >= 0 && size == sizeof(uint32_t))
		return offset;
	fprintf(stderr, "exit-count: kvm:kvm_exit has no exit_reason of 4 bytes, see %s/format; "
		"this program does not know this kernel\n", events[0]);
	return -1;
}

/* For int count(void *ctx): what a compiler would make of it. */
static int load_program(int map, int offset)
{
	const struct bpf_insn insns[] = {
		/* r1 = exit_reason */
		{ .code = BPF_LDX | BPF_W | BPF_MEM, .dst_reg = 1, .src_reg = 1, .off = offset },
		/* if (r1 >= NR_REASONS) r1 = OTHER */
		{ .code = BPF_JMP | BPF_JLT | BPF_K, .dst_reg = 1, .off = 1, .imm = NR_REASONS },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 1, .imm = OTHER },
		/* key = r1, on the stack */
		{ .code = BPF_STX | BPF_W | BPF_MEM, .dst_reg = 10, .src_reg = 1, .off = -4 },
		/* r0 = bpf_map_lookup_elem(map, &key) */
		{ .code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD,
		  .imm = map },
		{ 0 },	/* upper half of the one above */
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 2, .src_reg = 10 },
		{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 2, .imm = -4 },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_map_lookup_elem },
		/* if (r0) ++*r0; exits have interrupts off, nothing comes in between */
		{ .code = BPF_JMP | BPF_JEQ | BPF_K, .dst_reg = 0, .off = 3, .imm = 0 },
		{ .code = BPF_LDX | BPF_DW | BPF_MEM, .dst_reg = 1, .src_reg = 0 },
		{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 1, .imm = 1 },
		{ .code = BPF_STX | BPF_DW | BPF_MEM, .dst_reg = 0, .src_reg = 1 },
		/* return 0: perf itself need not look at this event */
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	char log[4096] = "";
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .log_buf = log, .log_size = sizeof(log),
		    .log_level = 1);
	int fd = bpf_prog_load(BPF_PROG_TYPE_TRACEPOINT, "count_exits", "GPL", insns,
			       sizeof(insns) / sizeof(insns[0]), &opts);

	if (fd < 0)
		fprintf(stderr, "exit-count: load the BPF program: %s%s\n%s", strerror(errno),
			errno == EPERM ? "; run as root" : "", log);
	return fd;
}

/*
 * One perf event carries the program; the program then runs wherever the
 * tracepoint fires, not on the event's CPU alone.
 */
static int attach(int program, int id)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = id,
	};
	int fd = syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd < 0 || ioctl(fd, PERF_EVENT_IOC_SET_BPF, program) ||
	    ioctl(fd, PERF_EVENT_IOC_ENABLE, 0)) {
		fprintf(stderr, "exit-count: attach to kvm:kvm_exit: %s\n", strerror(errno));
		return -1;
	}
	return fd;
}

static int print_counts(int map)
{
	int cpus = libbpf_num_possible_cpus(), cpu;
	uint64_t values[cpus > 0 ? cpus : 1], count, total = 0;
	uint32_t reason;

	for (reason = 0; reason <= OTHER; reason++) {
		if (cpus <= 0 || bpf_map_lookup_elem(map, &reason, values)) {
			fprintf(stderr, "exit-count: read the counts: %s\n", strerror(errno));
			return -1;
		}
		for (count = 0, cpu = 0; cpu < cpus; cpu++)
			count += values[cpu];
		total += count;
		if (count && reason == OTHER)
			printf("other %" PRIu64 "\n", count);
		else if (count)
			printf("%" PRIu32 " %" PRIu64 "\n", reason, count);
	}
	printf("total %" PRIu64 "\n", total);
	return 0;
}

static int count_until(const sigset_t *end)
{
	int id = read_id(), offset = id < 0 ? -1 : read_offset(), map, program, event, signal;

	if (offset < 0)
		return -1;
	map = bpf_map_create(BPF_MAP_TYPE_PERCPU_ARRAY, "exits", sizeof(uint32_t),
			     sizeof(uint64_t), NR_REASONS + 1, NULL);
	if (map < 0) {
		fprintf(stderr, "exit-count: create a BPF map: %s%s\n", strerror(errno),
			errno == EPERM ? "; run as root" : "");
		return -1;
	}
	program = load_program(map, offset);
	event = program < 0 ? -1 : attach(program, id);
	if (event < 0)
		return -1;

	printf("ready\n");
	fflush(stdout);
	sigwait(end, &signal);
	close(event);
	return print_counts(map);
}

int main(int argc, char **argv)
{
	static const struct argp argp = { .doc = doc };
	sigset_t end;

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, NULL);
	sigemptyset(&end);
	sigaddset(&end, SIGINT);
	sigaddset(&end, SIGTERM);
	sigprocmask(SIG_BLOCK, &end, NULL);
	if (count_until(&end))
		return 1;
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
