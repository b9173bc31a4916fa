// SPDX-License-Identifier: GPL-2.0
/* What the meter keeps beside the ledger: histograms and sub-keys. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cpuid.h"
#include "ledger/window/detail.h"
#include "laws.h"
#include "meter/slot.h"

/*
 * MSRs that no CPU has: reading one is an exit, and a #GP after it. More of them than a
 * vCPU can have keys.
 */
#define MSR_NOTHING	0xe0000000u
#define NR_NOTHING	1600

/* Filled in by each check. */
static struct abi_info info;

/* A latch of the VM, and all that is beside its ledger. */
struct both {
	struct ledger ledger;
	struct detail detail;
};

static void check_laws(const struct both *b, const char *what)
{
	int64_t off;
	size_t i;

	for (i = 0; i < detail_nr_laws; i++) {
		if (!(b->detail.features & detail_laws[i].feature))
			continue;
		off = detail_laws[i].off(&b->detail, &b->ledger, info.vendor);
		want_that(!off, "%s: not so: %s: off by %" PRId64, what, detail_laws[i].text, off);
	}
}

static void read_both(struct both *b, unsigned int slot)
{
	uint64_t serial;

	memset(&b->detail, 0, sizeof(b->detail));
	abi_info(&info);
	laws_latch(&b->ledger, &info, slot);
	want(slot_read_detail(&b->detail, &info, slot, &b->ledger, &serial), 0, "memory");
	want(serial, b->ledger.serial, "serial number in slot %u", slot);
	check_laws(b, "latch");
}

static void read_window(struct both *begin, struct both *end)
{
	ledger_subtract(&end->ledger, &begin->ledger);
	want(detail_add(&end->detail, &begin->detail, -1), 0, "memory");
	check_laws(end, "window");
	detail_free(&begin->detail);
}

static int64_t count_of(const struct detail *d, uint64_t key)
{
	size_t i;

	for (i = 0; i < d->nr_keys; i++)
		if (d->keys[i].key == key)
			return d->keys[i].charge.count;
	return 0;
}

static void check_latches(void)
{
	static struct both begin, end;
	unsigned int i;

	read_both(&begin, 0);
	for (i = 1; i < 8; i++) {
		read_both(&end, i % 4);
		laws_forward(&end.ledger, &begin.ledger, "from latch to latch");
		detail_free(&end.detail);
	}
	detail_free(&begin.detail);
}

static bool has(uint32_t feature)
{
	abi_info(&info);
	if (info.features & feature)
		return true;
	skip("this KVM does not keep them");
	return false;
}

static void check_histogram(void)
{
	enum { CPUIDS = 500 };
	static struct both begin, end;
	int64_t *buckets, most = 0;
	unsigned int i;

	if (!has(KVM_EXITMETER_FEATURE_HISTOGRAM))
		return;
	read_both(&begin, 0);
	for (i = 0; i < CPUIDS; i++)
		cpuid_raw(0, 0);
	read_both(&end, 1);
	read_window(&begin, &end);
	buckets = end.detail.buckets[cpuid_row(&info)];
	want(buckets[0], 0, "exits by CPUID that are not over: one at each latch, none between");
	for (i = 1; i < KVM_EXITMETER_BUCKETS; i++)
		if (buckets[i] > most)
			most = buckets[i];
	/* They all do the same, and two buckets may share them. */
	want_that(most >= CPUIDS / 2, "no bucket has half of %d CPUIDs", CPUIDS);
	want(buckets[1], 0, "CPUIDs of no cycle or one");
	detail_free(&end.detail);
}

static void check_open(void)
{
	static struct both b;
	int64_t open = 0;
	unsigned int row;

	if (!has(KVM_EXITMETER_FEATURE_HISTOGRAM))
		return;
	read_both(&b, 2);
	for (row = 0; row < b.ledger.nr_rows; row++)
		open += b.detail.buckets[row][0];
	want_that(open >= 1 && open <= info.nr_vcpus, "%" PRId64 " exits are not over", open);
	want_that(b.detail.buckets[cpuid_row(&info)][0] >= 1, "the latch's own is not among them");
	detail_free(&b.detail);
}

static unsigned int rdmsr_row(void)
{
	return cpuid_is_amd() ? 0x7c : 31;
}

static void read_msr(int fd, uint32_t msr)
{
	uint64_t value;

	want_that(pread(fd, &value, sizeof(value), msr) < 0 && errno == EIO,
		  "MSR %#x can be read", msr);
}

static int open_msrs(void)
{
	int fd = open("/dev/cpu/0/msr", O_RDONLY | O_CLOEXEC);

	want_that(fd >= 0, "/dev/cpu/0/msr: %s", strerror(errno));
	return fd;
}

/* Exits that each have the same key. */
static void check_msr(void)
{
	enum { READS = 300 };
	static struct both begin, end;
	unsigned int i;
	uint64_t key;
	int fd;

	if (!has(KVM_EXITMETER_FEATURE_KEYS))
		return;
	fd = open_msrs();
	read_both(&begin, 0);
	for (i = 0; i < 3 * READS; i++)
		read_msr(fd, MSR_NOTHING + i % 3);
	read_both(&end, 1);
	close(fd);
	read_window(&begin, &end);
	for (i = 0; i < 3; i++) {
		key = KVM_EXITMETER_KEY(rdmsr_row(), KVM_EXITMETER_KEY_MSR, MSR_NOTHING + i);
		want(count_of(&end.detail, key), READS, "exits by RDMSR of %#x", MSR_NOTHING + i);
	}
	detail_free(&end.detail);
}

/* Every number of a key: those that there are differ, the others are zeros. */
static void check_key_numbers(void)
{
	static uint64_t keys[0x1000];
	struct abi_pair figures, nr;
	unsigned int i, k;

	if (!has(KVM_EXITMETER_FEATURE_KEYS))
		return;
	want_that(cpuid_latch(3), "latch of slot 3 failed");
	nr = cpuid_read(AT_CPL3, 0, 3, KVM_EXITMETER_FIELD_SUMMARY, KVM_EXITMETER_SUM_KEYS);
	want_that(nr.first && nr.first <= nr.second && nr.second < NELEMS(keys),
		  "%" PRIu64 " keys of %" PRIu64, nr.first, nr.second);
	for (i = 0; i < NELEMS(keys); i++) {
		keys[i] = cpuid_read(AT_CPL3, 0, 3, KVM_EXITMETER_FIELD_KEY, i).first;
		figures = cpuid_read(AT_CPL3, 0, 3, KVM_EXITMETER_FIELD_KEY_COUNT_KERNEL, i);
		want_that(i < nr.first ? keys[i] && figures.first :
					 !keys[i] && !figures.first && !figures.second,
			  "key %u is %#" PRIx64 ", with %" PRIu64 " exits", i, keys[i],
			  figures.first);
		for (k = 0; k < i && i < nr.first; k++)
			want_that(keys[k] != keys[i], "keys %u and %u are the same", k, i);
		if (check_failing())
			return;
	}
}

/* The sum has what overflowed, and no keys. */
static void check_sum_has_no_keys(void)
{
	const struct abi_pair none = { 0, 0 };
	struct abi_pair p;
	unsigned int i;

	if (!has(KVM_EXITMETER_FEATURE_KEYS))
		return;
	want_that(cpuid_latch(3), "latch of slot 3 failed");
	p = cpuid_read(AT_CPL3, 0xfff, 3, KVM_EXITMETER_FIELD_SUMMARY, KVM_EXITMETER_SUM_KEYS);
	want(p.first, 0, "keys of the sum");
	for (i = 0; i < 64; i++) {
		p = cpuid_read(AT_CPL3, 0xfff, 3, KVM_EXITMETER_FIELD_KEY, i);
		want(p.first | p.second, none.first, "key %u of the sum", i);
		p = cpuid_read(AT_CPL3, 0xfff, 3, KVM_EXITMETER_FIELD_KEY_COUNT_KERNEL, i);
		want(p.first | p.second, none.first, "figures of key %u of the sum", i);
	}
}

/* Last: a table that is full stays full. */
static void check_overflow(void)
{
	static struct both begin, end;
	struct detail_charge *overflow = &end.detail.overflow[rdmsr_row()];
	struct abi_pair nr;
	unsigned int i;
	int fd;

	if (!has(KVM_EXITMETER_FEATURE_KEYS))
		return;
	fd = open_msrs();
	read_both(&begin, 0);
	for (i = 0; i < NR_NOTHING; i++)
		read_msr(fd, MSR_NOTHING + i);
	read_both(&end, 1);
	close(fd);
	nr = cpuid_read(AT_CPL3, 0, 1, KVM_EXITMETER_FIELD_SUMMARY, KVM_EXITMETER_SUM_KEYS);
	want(nr.first, nr.second, "keys, of as many as there can be");
	read_window(&begin, &end);
	want_that(overflow->count > 0 && overflow->cycles > 0, "nothing overflowed");
	note("of %d MSRs %" PRId64 " exits overflowed", NR_NOTHING, overflow->count);
	detail_free(&end.detail);
}

static const char *excuse(void)
{
	abi_info(&info);
	return info.features & DETAIL_FEATURES ? NULL : "KVM keeps neither histograms nor keys";
}

static const struct check checks[] = {
	{ "the laws of histograms and keys hold in each latch", check_latches },
	{ "histogram: exits that are alike are in one place", check_histogram },
	{ "histogram: at most one exit of a vCPU is not over", check_open },
	{ "keys: reads of an MSR, to the last exit", check_msr },
	{ "keys: every number", check_key_numbers },
	{ "keys: none in the sum over the VM", check_sum_has_no_keys },
	{ "keys: a full table overflows, and nothing is lost", check_overflow },
};

const struct group group_detail = {
	.name = "detail",
	.summary = "histograms and sub-keys",
	.metered = true,
	.excuse = excuse,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
