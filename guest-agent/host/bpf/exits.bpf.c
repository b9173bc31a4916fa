// SPDX-License-Identifier: GPL-2.0
/*
 * What KVM's tracepoints say of vCPUs' threads, kept by thread. Nothing is handed to user space
 * but slow exits, if it asks for these: it looks at the maps.
 *
 * Each thread's events come one after the other: they are its own, or those of the CPU that
 * switches from it or to it. So its entry has one writer.
 */
#include <linux/bpf.h>
#include <linux/errno.h>
#include <linux/ptrace.h>

#include <asm/kvm_exitmeter.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "../latency/exit-by.h"
#include "trace.h"

/* linux/kvm.h is too much for a BPF compiler. */
#define EXIT_INTR	10

/* What is read of the kernel's types; loading finds out where it is in the running kernel. */
struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct qstr {
	const unsigned char *name;
} __attribute__((preserve_access_index));

struct dentry {
	struct qstr d_name;
} __attribute__((preserve_access_index));

struct kvm {
	struct dentry *debugfs_dentry;
} __attribute__((preserve_access_index));

struct kvm_vcpu {
	struct kvm *kvm;
	int vcpu_id;
} __attribute__((preserve_access_index));

/* Set before loading, so that the verifier drops what is not wanted. */
const volatile unsigned int vendor;
const volatile unsigned int only_process;
const volatile unsigned long long than;
const volatile unsigned int wanted_by;

/*
 * Where fields are in the tracepoints' records, from their format files: the records' types are
 * in the BTF of kvm.ko, which a module that was built elsewhere may not have.
 */
const volatile unsigned int at_exit_reason;
const volatile unsigned int at_exit_rip;
const volatile unsigned int at_cpuid_function;
const volatile unsigned int at_cpuid_index;
const volatile unsigned int at_pio_rw;
const volatile unsigned int at_pio_port;
const volatile unsigned int at_msr_write;
const volatile unsigned int at_msr_ecx;
const volatile unsigned int at_fault_address;
const volatile unsigned int at_mmio_gpa;

unsigned long long lost[TRACE_LOST_NR];

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, unsigned int);
	__type(value, struct trace_vcpu);
} vcpus SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct trace_times_key);
	__type(value, struct trace_times);
} times SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 32768);
	__type(key, struct trace_key);
	__type(value, struct trace_charge);
} keys SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} slow SEC(".maps");

/* What new entries are copied from, for they are too large for a program's stack. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, unsigned int);
	__type(value, struct trace_vcpu);
} blank_vcpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, unsigned int);
	__type(value, struct trace_times);
} blank_times SEC(".maps");

static const unsigned int zero;

static __always_inline void lose(enum trace_lost what)
{
	__sync_fetch_and_add(&lost[what], 1);
}

static __always_inline struct trace_vcpu *this_vcpu(void)
{
	unsigned int thread = bpf_get_current_pid_tgid();

	return bpf_map_lookup_elem(&vcpus, &thread);
}

/* The one that @vcpu's thread has, made if it is seen first; NULL if it is not wanted. */
static __always_inline struct trace_vcpu *make_vcpu(struct kvm_vcpu *vcpu)
{
	unsigned long long id = bpf_get_current_pid_tgid();
	unsigned int thread = id, process = id >> 32;
	struct trace_vcpu *v = bpf_map_lookup_elem(&vcpus, &thread), *blank;

	if (v && v->process == process)
		return v;
	if (only_process && only_process != process)
		return NULL;
	blank = bpf_map_lookup_elem(&blank_vcpu, &zero);
	if (!blank || bpf_map_update_elem(&vcpus, &thread, blank, BPF_ANY)) {
		lose(TRACE_LOST_VCPUS);
		return NULL;
	}
	v = bpf_map_lookup_elem(&vcpus, &thread);
	if (!v)
		return NULL;
	v->process = process;
	v->index = BPF_CORE_READ(vcpu, vcpu_id);
	v->row = (vendor == KVM_EXITMETER_VENDOR_VMX ? KVM_EXITMETER_VMX_REASONS :
						       KVM_EXITMETER_SVM_REASONS) +
		 KVM_EXITMETER_ROW_STARTUP;
	bpf_probe_read_kernel_str(v->vm, sizeof(v->vm),
				  BPF_CORE_READ(vcpu, kvm, debugfs_dentry, d_name.name));
	return v;
}

/* x86 keeps stores in order; so must the compiler. */
static __always_inline void begin(struct trace_vcpu *v)
{
	*(volatile trace_u64 *)&v->version += 1;
	asm volatile("" ::: "memory");
}

static __always_inline void end(struct trace_vcpu *v)
{
	asm volatile("" ::: "memory");
	*(volatile trace_u64 *)&v->version += 1;
}

static __always_inline unsigned int read_field(const void *record, unsigned int at)
{
	unsigned int value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (const char *)record + at);
	return value;
}

static __always_inline trace_u64 read_long(const void *record, unsigned int at)
{
	trace_u64 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (const char *)record + at);
	return value;
}

static __always_inline unsigned int row_of(unsigned int reason)
{
	unsigned int nr = KVM_EXITMETER_SVM_REASONS;

	if (vendor == KVM_EXITMETER_VENDOR_VMX) {
		nr = KVM_EXITMETER_VMX_REASONS;
		/* Above are flags. */
		reason &= 0xffff;
	} else {
		reason = kvm_exitmeter_svm_index(reason);
	}
	return reason < nr ? reason : nr + KVM_EXITMETER_ROW_OTHER;
}

static __always_inline void set_value(struct trace_vcpu *v, enum exit_by by, trace_u64 value)
{
	v->value[by] = value;
	v->have |= 1 << by;
}

static __always_inline void charge_key(const struct trace_vcpu *v, enum exit_by by, trace_u64 ns)
{
	struct trace_key key = {
		.thread = bpf_get_current_pid_tgid(), .row = v->row, .by = by,
		.value = v->value[by],
	};
	struct trace_charge charge = { 1, ns }, *c = bpf_map_lookup_elem(&keys, &key);

	if (c) {
		c->count++;
		c->ns += ns;
	} else if (bpf_map_update_elem(&keys, &key, &charge, BPF_NOEXIST)) {
		lose(TRACE_LOST_KEYS);
	}
}

static __always_inline void charge_times(const struct trace_vcpu *v, trace_u64 took)
{
	struct trace_times_key key = { bpf_get_current_pid_tgid(), v->row };
	struct trace_times *t = bpf_map_lookup_elem(&times, &key), *blank;
	trace_u64 bucket = bucket_of(took);

	if (!t) {
		blank = bpf_map_lookup_elem(&blank_times, &zero);
		if (blank)
			bpf_map_update_elem(&times, &key, blank, BPF_NOEXIST);
		t = bpf_map_lookup_elem(&times, &key);
	}
	trace_opaque(bucket);
	if (!t || bucket >= BUCKETS) {
		lose(TRACE_LOST_TIMES);
		return;
	}
	t->buckets[bucket]++;
	if (took > t->max)
		t->max = took;
}

static __always_inline void tell_slow(const struct trace_vcpu *v, trace_u64 now, trace_u64 took)
{
	struct trace_slow *e = bpf_ringbuf_reserve(&slow, sizeof(*e), 0);

	if (!e) {
		lose(TRACE_LOST_SLOW);
		return;
	}
	e->end = now;
	e->rip = v->value[EXIT_BY_RIP];
	e->took = took;
	e->user = v->exit_user;
	e->offcpu = v->exit_offcpu;
	e->blocked = v->exit_blocked;
	e->process = v->process;
	e->index = v->index;
	e->row = v->row;
	e->userspace = v->have & 1 << EXIT_BY_USERSPACE ? (int)v->value[EXIT_BY_USERSPACE] : -1;
	bpf_ringbuf_submit(e, 0);
}

SEC("raw_tp/kvm_entry")
int on_entry(struct bpf_raw_tracepoint_args *ctx)
{
	struct trace_vcpu *v = make_vcpu((struct kvm_vcpu *)ctx->args[0]);
	trace_u64 now, took;
	unsigned int by;

	if (!v)
		return 0;
	now = bpf_ktime_get_ns();
	begin(v);
	took = trace_entry(v, now);
	end(v);
	if (!took)
		return 0;
	charge_times(v, took);
	for (by = EXIT_BY_RIP; by < EXIT_BY_NR; by++)
		if (wanted_by & v->have & 1 << by)
			charge_key(v, by, took);
	if (than && took >= than)
		tell_slow(v, now, took);
	return 0;
}

SEC("tracepoint/kvm/kvm_exit")
int on_exit(void *ctx)
{
	struct trace_vcpu *v = this_vcpu();
	unsigned int row;
	trace_u64 rip;

	/* Seen since its last entry, or KVM_RUN: the first exits before that are not. */
	if (!v)
		return 0;
	row = row_of(read_field(ctx, at_exit_reason));
	begin(v);
	trace_exit(v, bpf_ktime_get_ns(), row);
	if (than || wanted_by & (1 << EXIT_BY_RIP | 1 << EXIT_BY_MODE)) {
		rip = read_long(ctx, at_exit_rip);
		set_value(v, EXIT_BY_RIP, rip);
		set_value(v, EXIT_BY_MODE, rip >> 63);
	}
	end(v);
	return 0;
}

SEC("raw_tp/kvm_userspace_exit")
int on_userspace_exit(struct bpf_raw_tracepoint_args *ctx)
{
	struct trace_vcpu *v = this_vcpu();
	int reason = ctx->args[0], error = ctx->args[1];

	if (!v)
		return 0;
	if (error < 0)
		reason = error == -EINTR ? EXIT_INTR : error;
	begin(v);
	trace_switch(v, bpf_ktime_get_ns(), TRACE_USER);
	set_value(v, EXIT_BY_USERSPACE, (long long)reason);
	end(v);
	return 0;
}

/* No tracepoint is there. */
SEC("kprobe/kvm_arch_vcpu_ioctl_run")
int on_run(struct pt_regs *ctx)
{
	struct trace_vcpu *v = make_vcpu((struct kvm_vcpu *)PT_REGS_PARM1(ctx));
	trace_u64 now, ns;
	unsigned int was;

	if (!v)
		return 0;
	now = bpf_ktime_get_ns();
	was = v->account;
	ns = now - v->since;
	begin(v);
	trace_switch(v, now, TRACE_KERNEL);
	end(v);
	if (was == TRACE_USER)
		charge_key(v, EXIT_BY_USERSPACE, ns);
	return 0;
}

/* Nor here; the halt's tracepoint is at its end. */
SEC("kprobe/kvm_vcpu_halt")
int on_halt(struct pt_regs *ctx)
{
	struct trace_vcpu *v = this_vcpu();

	(void)ctx;
	if (!v)
		return 0;
	begin(v);
	trace_switch(v, bpf_ktime_get_ns(), TRACE_BLOCKED);
	end(v);
	return 0;
}

SEC("raw_tp/kvm_vcpu_wakeup")
int on_wakeup(struct bpf_raw_tracepoint_args *ctx)
{
	struct trace_vcpu *v = this_vcpu();

	(void)ctx;
	if (!v || v->account != TRACE_BLOCKED)
		return 0;
	begin(v);
	trace_switch(v, bpf_ktime_get_ns(), TRACE_KERNEL);
	end(v);
	return 0;
}

SEC("raw_tp/sched_switch")
int on_switch(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx->args[2];
	unsigned int next = BPF_CORE_READ(task, pid);
	struct trace_vcpu *v = this_vcpu();

	if (v && v->account == TRACE_KERNEL) {
		begin(v);
		trace_out(v, bpf_ktime_get_ns());
		end(v);
	}
	v = bpf_map_lookup_elem(&vcpus, &next);
	if (v && v->account == TRACE_OFFCPU) {
		begin(v);
		trace_in(v, bpf_ktime_get_ns());
		end(v);
	}
	return 0;
}

/* What the exit that is being handled is about: loaded only if it is wanted. */
static __always_inline int note(enum exit_by by, trace_u64 value)
{
	struct trace_vcpu *v = this_vcpu();

	if (v && v->account != TRACE_GUEST)
		set_value(v, by, value);
	return 0;
}

SEC("tracepoint/kvm/kvm_cpuid")
int on_cpuid(void *ctx)
{
	return note(EXIT_BY_LEAF, read_field(ctx, at_cpuid_function) |
		    (trace_u64)read_field(ctx, at_cpuid_index) << 32);
}

SEC("tracepoint/kvm/kvm_pio")
int on_pio(void *ctx)
{
	return note(EXIT_BY_PORT, (read_field(ctx, at_pio_port) & 0xffff) |
		    (read_field(ctx, at_pio_rw) & 1) << 16);
}

SEC("tracepoint/kvm/kvm_msr")
int on_msr(void *ctx)
{
	return note(EXIT_BY_MSR, read_field(ctx, at_msr_ecx) |
		    (trace_u64)(read_field(ctx, at_msr_write) & 1) << 32);
}

SEC("tracepoint/kvm/kvm_page_fault")
int on_page_fault(void *ctx)
{
	return note(EXIT_BY_PAGE, read_long(ctx, at_fault_address) & ~0xfffull);
}

SEC("tracepoint/kvm/kvm_mmio")
int on_mmio(void *ctx)
{
	return note(EXIT_BY_PAGE, read_long(ctx, at_mmio_gpa) & ~0xfffull);
}

char LICENSE[] SEC("license") = "GPL";
