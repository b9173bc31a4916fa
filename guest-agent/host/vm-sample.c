// SPDX-License-Identifier: GPL-2.0
#include "vm-sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/reasons.h"
#include "util/memory.h"

struct sampled_vm *vm_sample_add(struct vm_sample *s, pid_t pid, unsigned int number)
{
	struct sampled_vm *vm;

	s->vms = memory_grow(s->vms, s->nr_vms, sizeof(*s->vms));
	vm = &s->vms[s->nr_vms++];
	vm->pid = pid;
	vm->number = number;
	return vm;
}

struct sampled_vcpu *vm_sample_vcpu_add(struct sampled_vm *vm, unsigned int index,
				    unsigned int vendor)
{
	struct sampled_vcpu *vcpu;

	vm->vcpus = memory_grow(vm->vcpus, vm->nr_vcpus, sizeof(*vm->vcpus));
	vcpu = &vm->vcpus[vm->nr_vcpus++];
	vcpu->index = index;
	vcpu->ledger.nr_reasons = reason_count(vendor);
	vcpu->ledger.nr_rows = vcpu->ledger.nr_reasons + KVM_EXITMETER_ROW_NR;
	return vcpu;
}

static int by_index(const void *a, const void *b)
{
	const struct sampled_vcpu *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

static int by_process(const void *a, const void *b)
{
	const struct sampled_vm *x = a, *y = b;

	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

void vm_sample_sort(struct vm_sample *s)
{
	size_t i;

	for (i = 0; i < s->nr_vms; i++)
		if (s->vms[i].nr_vcpus)
			qsort(s->vms[i].vcpus, s->vms[i].nr_vcpus, sizeof(*s->vms[i].vcpus),
			      by_index);
	if (s->nr_vms)
		qsort(s->vms, s->nr_vms, sizeof(*s->vms), by_process);
}

static void vm_free(struct sampled_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->nr_vcpus; i++) {
		if (vm->vcpus[i].detail)
			detail_free(vm->vcpus[i].detail);
		free(vm->vcpus[i].detail);
	}
	free(vm->vcpus);
	exit_detail_free(&vm->exits);
}

void vm_sample_free(struct vm_sample *s)
{
	size_t i;

	for (i = 0; i < s->nr_vms; i++)
		vm_free(&s->vms[i]);
	free(s->vms);
	memset(s, 0, sizeof(*s));
}

static const struct sampled_vm *find_vm(const struct vm_sample *s, const struct sampled_vm *like)
{
	size_t i;

	for (i = 0; i < s->nr_vms; i++)
		if (!by_process(&s->vms[i], like))
			return &s->vms[i];
	return NULL;
}

/* What a vCPU had at the first look; NULL if it was not there, or was another. */
static const struct sampled_vcpu *find_vcpu(const struct sampled_vm *vm,
					   const struct sampled_vcpu *like)
{
	size_t i;

	for (i = 0; vm && i < vm->nr_vcpus; i++)
		if (vm->vcpus[i].index == like->index)
			return vm->vcpus[i].ledger.wall <= like->ledger.wall ? &vm->vcpus[i] : NULL;
	return NULL;
}

static void no_memory_if(int err)
{
	if (!err)
		return;
	fprintf(stderr, "exitmeter: out of memory\n");
	exit(1);
}

static void add_detail(struct window *w, const struct sampled_vcpu *before,
		       const struct sampled_vcpu *vcpu)
{
	if (!vcpu->detail)
		return;
	if (!w->details)
		w->details = memory_zalloc(sizeof(*w->details));
	w->details->empty.features = vcpu->detail->features;
	w->details->begin.features = vcpu->detail->features;
	no_memory_if(detail_add(&w->details->net, vcpu->detail, 1));
	if (before && before->detail)
		no_memory_if(detail_add(&w->details->net, before->detail, -1));
	w->details->net.features = vcpu->detail->features;
}

static void add_vcpu(struct vm_window *out, const struct sampled_vm *before,
		     const struct sampled_vcpu *vcpu)
{
	const struct sampled_vcpu *was = find_vcpu(before, vcpu);
	struct ledger *change = &out->w.vcpus[vcpu->index];

	*change = vcpu->ledger;
	if (was)
		ledger_subtract(change, &was->ledger);
	ledger_add(&out->w.net, change);
	add_detail(&out->w, was, vcpu);
}

/* By index, as the views have them, though one may not have been seen. */
static void make_vcpus(struct window *w, const struct sampled_vm *vm)
{
	unsigned int i;

	if (vm->nr_vcpus)
		w->nr_vcpus = vm->vcpus[vm->nr_vcpus - 1].index + 1;
	w->info.nr_vcpus = w->nr_vcpus;
	w->vcpus = memory_zalloc((w->nr_vcpus + 1) * sizeof(*w->vcpus));
	for (i = 0; i < w->nr_vcpus; i++) {
		w->vcpus[i].nr_reasons = w->net.nr_reasons;
		w->vcpus[i].nr_rows = w->net.nr_rows;
	}
}

/* The window begins with zeros, for what a VM had before may be more than a file can hold. */
static void finish_window(struct window *w, uint64_t elapsed)
{
	w->begin.nr_reasons = w->net.nr_reasons;
	w->begin.nr_rows = w->net.nr_rows;
	w->empty = w->begin;
	w->end = w->net;
	w->end.tsc = elapsed;
	ledger_net_copies(&w->net, w->info.vendor);
	/* One vCPU alone is the VM. */
	if (w->nr_vcpus < 2) {
		free(w->vcpus);
		w->vcpus = NULL;
		w->nr_vcpus = 0;
	}
	if (w->details)
		no_memory_if(detail_add(&w->details->end, &w->details->net, 1));
}

static void make_window(struct vm_window *out, const struct abi_info *info,
			const struct sampled_vm *before, const struct sampled_vm *vm,
			uint64_t elapsed)
{
	size_t i;

	memset(out, 0, sizeof(*out));
	out->pid = vm->pid;
	out->number = vm->number;
	memcpy(out->name, vm->name, sizeof(out->name));
	out->appeared = !before;
	out->w.info = *info;
	out->w.net.nr_reasons = reason_count(info->vendor);
	out->w.net.nr_rows = out->w.net.nr_reasons + KVM_EXITMETER_ROW_NR;
	make_vcpus(&out->w, vm);
	for (i = 0; i < vm->nr_vcpus; i++)
		add_vcpu(out, before, &vm->vcpus[i]);
	finish_window(&out->w, elapsed);
	exit_detail_between(&out->exits, before ? &before->exits : NULL, &vm->exits);
}

struct vm_windows vm_sample_between(const struct abi_info *info, const struct vm_sample *a,
				 const struct vm_sample *b)
{
	struct vm_windows out = { .all = memory_zalloc((b->nr_vms + 1) * sizeof(*out.all)) };
	size_t i;

	for (i = 0; i < b->nr_vms; i++)
		make_window(&out.all[out.nr++], info, find_vm(a, &b->vms[i]), &b->vms[i],
			    b->clock - a->clock);
	for (i = 0; i < a->nr_vms; i++)
		out.ended += !find_vm(b, &a->vms[i]);
	return out;
}

void vm_windows_free(struct vm_windows *w)
{
	size_t i;

	for (i = 0; i < w->nr; i++) {
		window_free(&w->all[i].w);
		exit_detail_free(&w->all[i].exits);
	}
	free(w->all);
	memset(w, 0, sizeof(*w));
}
