// SPDX-License-Identifier: GPL-2.0
#include "mechanism.h"

#include <math.h>
#include <string.h>

#include "select/thresholds.h"
#include "select/cell-facts.h"

/* Of a mode in which there should be none. */
#define NONE	0.01

#define NEW_SHADOW							\
	"The other faults are those of more pages that the two touch; the shadow of a new " \
	"address space, which begins empty and is filled page by page; and writes to page tables " \
	"that KVM keeps read-only. How many of each there are is under \"What the exits for page " \
	"tables were for\"."

static const struct {
	const char *workload;
	const char *text;
} texts[] = {
	{
		"fork-exit",
		"A fork makes the pages of parent and child read-only, so that both fault when "
		"they write to their stack; the kernel writes CR3 to go to the child and again "
		"to come back. A kernel with page tables of its own (KPTI) also reads and "
		"writes CR3 when it is entered and when it is left, for each system call and "
		"each fault. " NEW_SHADOW,
	}, {
		"fork-exec",
		"What a fork makes happen; then exec writes CR3 for a new address space, and "
		"each page of the program that is touched is a fault. (The CPUIDs are the C "
		"library's, which asks for the sizes of the caches whenever a program starts.)",
	}, {
		"context-switch",
		"Who has handed the byte on sleeps, and the next process is in another address "
		"space: one write to CR3. With KPTI its read and its write make the kernel read "
		"and write CR3 twice each as well: nine exits.",
	}, {
		"syscall",
		"A system call does not exit. With KPTI the kernel reads and writes CR3 when it "
		"is entered and when it is left: four exits with shadow paging, and none with "
		"nested.",
	}, {
		"page-touch",
		"The first touch of a page is a fault of the guest's own. With shadow paging it "
		"exits, the guest is given it and fills its page table in, and the second "
		"attempt exits for the shadow's entry: two exits a page. With nested paging "
		"there is none but where the host has no memory behind the guest's yet.",
	}, {
		"map-unmap",
		"Touching takes two exits a page as in page-touch. Unmapping takes up to 33 "
		"pages out of the TLB with an INVLPG each, more of them with one write to CR3; "
		"with KPTI KVM makes the page table read-only again then, which is a fault a "
		"round.",
	}, {
		"protect",
		"A change of rights, either way, is an INVLPG a page up to 33 pages, and a write "
		"to CR3 for more of them. KVM brings the shadow's entry up to date when INVLPG "
		"exits: using the page afterwards need not fault. With KPTI the next write to CR3 "
		"flushes as well, and KVM makes the guest's page table read-only again: one fault "
		"a change.",
	}, {
		"copy-on-write",
		"The child's write to a page that it shares is the guest's own fault, as in "
		"page-touch: two exits a page with shadow paging, and an INVLPG when the kernel "
		"replaces the entry. With KPTI the next write to CR3 flushes as well, and KVM "
		"makes the page table read-only again: a third exit, at the next page.",
	}, {
		"page-tables",
		"A turn is a context switch, and touches pages that were touched before. As "
		"long as KVM keeps the shadows of all page tables, these are no exits, however "
		"many processes there are.",
	}, {
		"pointer-chase",
		"Nothing here exits, in either mode: the page tables are at rest. What a miss "
		"of the TLB costs, and more so with nested paging, can be in the cycles alone, "
		"and there only where the platform's cycles know of it.",
	}, {
		"timer",
		"To sleep the kernel writes the deadline into an MSR and halts. With KPTI the "
		"system call is four exits with shadow paging; otherwise the paging mode has no "
		"part in it.",
	}, {
		"udp-ping",
		"The driver puts a datagram into the queue and writes to the device's notification "
		"register, in memory that is not mapped: an EPT misconfiguration, or a page fault "
		"with shadow paging, which KVM turns into an eventfd that wakes QEMU (with "
		"`ioeventfd = off` the vCPU's own thread goes to QEMU and sends). Then the guest "
		"halts until the answer's interrupt, and often once more between the interrupt that "
		"takes the sent datagram back and the one of the answer. Sending and receiving are "
		"two system calls, with KPTI four exits each with shadow paging. QEMU takes "
		"receive buffers without being notified of new ones.",
	}, {
		"tcp-stream",
		"QEMU's own network takes no segment larger than a frame, so 16 KiB are twelve "
		"frames in the queue. While QEMU works on the queue it wants no notification, so "
		"one is for many of them; what exits is the guest that halts until some are "
		"acknowledged.",
	}, {
		"exit-primitives",
		"One exit each, in a loop in the guest's kernel, of the reason that is named; a "
		"write to CR3 and INVLPG exit with shadow paging alone, and access to a "
		"device's memory is a fault of another kind there. (HLT is ended by a timer, whose "
		"setting is two WRMSR and an RDMSR.)",
	}, {
		"compile",
		"A compiler is a fork and an exec for each source, then computation and fresh "
		"memory: the mixture that others' comparisons use.",
	},
};

#define TO_AND_BACK	"to the child and back"
#define STACKS		"parent and child each write to their stack, read-only since the fork"
#define NO_CR_EXITS	"with nested paging a write to CR3 does not exit"
#define NO_FAULT_EXITS	"with nested paging the guest's page faults do not exit"
#define TWICE		"the guest's own fault, and the shadow's entry"
#define RING		"the next process is in another address space"
#define RING_PTI	RING "; and a read and a write of CR3 for entering the kernel and for " \
			"leaving it, by read and by write"
#define FEW_PAGES	"so few pages are taken out of the TLB one by one"
#define MANY_PAGES	"so many pages are taken out of the TLB by a write to CR3"
#define DEVICE_FAULT	"a device's memory is not mapped"
#define NOTIFY		"the driver notifies the device of each datagram, for the queue was empty"
#define NOTIFY_FEW	"no more notifications than frames, of which there are twelve"

#define AT_LEAST(n)	.low = (n), .high = INFINITY
#define AT_MOST(n)	.low = -INFINITY, .high = (n)

static const struct mechanism_rule rules[] = {
	{ "fork-exit", MECHANISM_SHADOW, "off", NULL, CLASS_CR, AT_LEAST(2), TO_AND_BACK },
	{ "fork-exit", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(22),
	  TO_AND_BACK "; two for each time that the kernel is entered or left: for fork (left "
	  "twice), exit, wait, and two faults" },
	{ "fork-exit", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(2), STACKS },
	{ "fork-exit", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },
	{ "fork-exit", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },

	{ "fork-exec", MECHANISM_SHADOW, "off", NULL, CLASS_CR, AT_LEAST(3),
	  TO_AND_BACK ", and to the new address space" },
	{ "fork-exec", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(35),
	  "22 as in fork-exit, 4 for entering and leaving exec, 1 for the new address space, 8 "
	  "for faults of the program's code and data" },
	{ "fork-exec", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(5),
	  STACKS "; the program's code, data and stack" },
	{ "fork-exec", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },
	{ "fork-exec", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },

	{ "context-switch", MECHANISM_SHADOW, "off", NULL, CLASS_CR, AT_LEAST(1), RING },
	{ "context-switch", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(9), RING_PTI },
	{ "context-switch", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },

	{ "syscall", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(4),
	  "entering the kernel reads and writes CR3, and so does leaving it" },
	{ "syscall", MECHANISM_SHADOW, "off", NULL, CLASS_CR, AT_MOST(NONE),
	  "without KPTI the kernel is in the same page tables" },
	{ "syscall", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },

	{ "page-touch", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(2), TWICE },
	{ "page-touch", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(4),
	  "a read and a write for entering the kernel for the guest's own fault, and for "
	  "leaving it" },
	{ "page-touch", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },
	{ "page-touch", MECHANISM_TDP, NULL, NULL, CLASS_NESTED_FAULT, AT_MOST(1),
	  "once at most a page has no memory of the host behind it" },

	{ "map-unmap", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(2), TWICE },
	{ "map-unmap", MECHANISM_SHADOW, NULL, "1 8 32", CLASS_INVALIDATE, AT_LEAST(1), FEW_PAGES },
	{ "map-unmap", MECHANISM_SHADOW, NULL, "64", CLASS_INVALIDATE, AT_MOST(NONE), MANY_PAGES },
	{ "map-unmap", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },

	{ "protect", MECHANISM_SHADOW, NULL, "1 8 32", CLASS_INVALIDATE, AT_LEAST(2),
	  FEW_PAGES ", when rights are taken and when they are given" },
	{ "protect", MECHANISM_SHADOW, NULL, "64", CLASS_INVALIDATE, AT_MOST(NONE), MANY_PAGES },
	{ "protect", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },

	{ "copy-on-write", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(2), TWICE },
	{ "copy-on-write", MECHANISM_SHADOW, NULL, NULL, CLASS_INVALIDATE, AT_LEAST(1),
	  "the old entry is taken out of the TLB" },
	{ "copy-on-write", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },

	{ "page-tables", MECHANISM_SHADOW, "off", NULL, CLASS_CR, AT_LEAST(1), RING },
	{ "page-tables", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(9), RING_PTI },
	{ "page-tables", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_MOST(1),
	  "KVM keeps the shadows while there is room: none of the 16 pages faults again" },
	{ "page-tables", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },

	{ "pointer-chase", MECHANISM_BOTH, NULL, NULL, CLASS_FAULT, AT_MOST(NONE),
	  "the page tables are at rest" },
	{ "pointer-chase", MECHANISM_BOTH, NULL, NULL, CLASS_NESTED_FAULT, AT_MOST(NONE),
	  "the page tables are at rest" },
	{ "pointer-chase", MECHANISM_BOTH, NULL, NULL, CLASS_INVALIDATE, AT_MOST(NONE),
	  "the page tables are at rest" },

	{ "timer", MECHANISM_BOTH, NULL, NULL, CLASS_MSR, AT_LEAST(1), "the deadline is in an MSR" },
	{ "timer", MECHANISM_BOTH, NULL, "1000", CLASS_HALT, AT_LEAST(1),
	  "the CPU has nothing else to do" },

	{ "udp-ping", MECHANISM_TDP, NULL, NULL, CLASS_NESTED_FAULT, AT_LEAST(1), NOTIFY },
	{ "udp-ping", MECHANISM_TDP, NULL, NULL, CLASS_NESTED_FAULT, AT_MOST(1.1),
	  "and of nothing else: the device takes receive buffers as they are" },
	{ "udp-ping", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(1), NOTIFY },
	{ "udp-ping", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(8),
	  "two system calls, each a read and a write of CR3 for entering the kernel and for "
	  "leaving it" },
	{ "udp-ping", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },
	{ "udp-ping", MECHANISM_BOTH, NULL, NULL, CLASS_HALT, AT_LEAST(1),
	  "the CPU has nothing else to do until the answer comes" },

	{ "tcp-stream", MECHANISM_TDP, NULL, NULL, CLASS_NESTED_FAULT, AT_MOST(12), NOTIFY_FEW },
	{ "tcp-stream", MECHANISM_SHADOW, "on", NULL, CLASS_CR, AT_LEAST(4),
	  "one system call: a read and a write of CR3 for entering the kernel and for leaving it" },
	{ "tcp-stream", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },

	{ "exit-primitives", MECHANISM_BOTH, NULL, "cpuid", CLASS_CPUID, AT_LEAST(1), "CPUID" },
	{ "exit-primitives", MECHANISM_BOTH, NULL, "rdmsr wrmsr", CLASS_MSR, AT_LEAST(1),
	  "RDMSR or WRMSR of an MSR that is intercepted" },
	{ "exit-primitives", MECHANISM_BOTH, NULL, "in-kernel out-kernel in-user out-user", CLASS_IO,
	  AT_LEAST(1), "IN or OUT" },
	{ "exit-primitives", MECHANISM_TDP, NULL, "mmio-kernel mmio-user", CLASS_NESTED_FAULT,
	  AT_LEAST(1), DEVICE_FAULT },
	{ "exit-primitives", MECHANISM_SHADOW, NULL, "mmio-kernel mmio-user", CLASS_FAULT,
	  AT_LEAST(1), DEVICE_FAULT },
	{ "exit-primitives", MECHANISM_SHADOW, NULL, "cr3-write", CLASS_CR, AT_LEAST(1),
	  "a write to CR3" },
	{ "exit-primitives", MECHANISM_TDP, NULL, "cr3-write", CLASS_CR, AT_MOST(NONE),
	  NO_CR_EXITS },
	{ "exit-primitives", MECHANISM_SHADOW, NULL, "invlpg", CLASS_INVALIDATE, AT_LEAST(1),
	  "INVLPG" },
	{ "exit-primitives", MECHANISM_TDP, NULL, "invlpg", CLASS_INVALIDATE, AT_MOST(0),
	  "with nested paging INVLPG does not exit" },
	{ "exit-primitives", MECHANISM_BOTH, NULL, "hlt", CLASS_HALT, AT_LEAST(1), "HLT" },

	{ "compile", MECHANISM_SHADOW, NULL, NULL, CLASS_CR, AT_LEAST(3),
	  TO_AND_BACK ", and to the new address space" },
	{ "compile", MECHANISM_SHADOW, NULL, NULL, CLASS_FAULT, AT_LEAST(5),
	  STACKS "; the compiler's code, data and stack" },
	{ "compile", MECHANISM_TDP, NULL, NULL, CLASS_CR, AT_MOST(NONE), NO_CR_EXITS },
	{ "compile", MECHANISM_TDP, NULL, NULL, CLASS_FAULT, AT_MOST(0), NO_FAULT_EXITS },
};

static bool is_word_of(const char *words, const char *word)
{
	size_t length = strlen(word), n;

	for (; *words; words += n + strspn(words + n, " ")) {
		n = strcspn(words, " ");
		if (n == length && !strncmp(words, word, n))
			return true;
	}
	return false;
}

static bool is_about(const struct mechanism_rule *rule, const struct record *r)
{
	const char *pti = record_pti(r);

	return !strcmp(rule->workload, r->workload) &&
	       rule->modes & (r->shadow ? MECHANISM_SHADOW : MECHANISM_TDP) &&
	       (!rule->pti || (pti && !strcmp(rule->pti, pti)));
}

/* By how many exits a bound may be missed; 0 for one that can't be. */
static double slack(double bound)
{
	return isinf(bound) ? 0 : fmax(FEW_EXITS, MECHANISM_SLACK * bound);
}

static void check_point(struct mechanism_result *result, const struct record *r,
			const struct record_point *p)
{
	const struct mechanism_rule *rule = result->rule;
	struct ledger work = record_point_work(p);
	int64_t count = class_sum(rule->role, r->vendor, &work).count;
	double rate = (double)count / p->operations;

	result->least = fmin(result->least, rate);
	result->most = fmax(result->most, rate);
	if (!result->point && (count + slack(rule->low * p->operations) <
			       rule->low * p->operations ||
			       count - slack(rule->high * p->operations) >
			       rule->high * p->operations))
		result->point = p->name;
}

/* False if the cell has none of the rule's points. */
static bool check_rule(struct mechanism_result *result, const struct mechanism_rule *rule,
		       const struct record *r)
{
	bool found = false;
	size_t i;

	*result = (struct mechanism_result) { .rule = rule, .least = INFINITY, .most = -INFINITY };
	for (i = 0; i < r->nr_points; i++) {
		if (rule->points && !is_word_of(rule->points, r->points[i].name))
			continue;
		check_point(result, r, &r->points[i]);
		found = true;
	}
	result->holds = !result->point;
	return found;
}

void mechanism_check(const struct record *r, mechanism_visitor visit, void *context)
{
	struct mechanism_result result;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (is_about(&rules[i], r) && check_rule(&result, &rules[i], r))
			visit(context, r, &result);
}

const char *mechanism_text(const char *workload)
{
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!strcmp(texts[i].workload, workload))
			return texts[i].text;
	return NULL;
}
