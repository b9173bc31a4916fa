// SPDX-License-Identifier: GPL-2.0
#include "document.h"

const struct document_facts documents[DOCUMENT_NR] = {
	[DOCUMENT_REPORT] = { NULL, "VM exits with EPT and with shadow paging", "", TOPIC_ONCE },
	[DOCUMENT_ASSIGNMENT] = {
		"assignment", "The exercise: count VM exits through CPUID",
		"How to answer the course exercise from which this project grew, with its numbers.",
		TOPIC_ONCE,
	},
	[DOCUMENT_WORKLOADS] = {
		"workloads", "Workload by workload",
		"Exits and cycles by reason for each workload, in both modes.",
		TOPIC_EACH_PLATFORM,
	},
	[DOCUMENT_MECHANISMS] = {
		"mechanisms", "One mechanism at a time",
		"Exits and cycles per operation for workloads that do one thing, at several sizes.",
		TOPIC_EACH_PLATFORM,
	},
	[DOCUMENT_PAGE_TABLES] = {
		"page-tables", "Page tables",
		"What KVM did about page faults, by its own statistics.",
		TOPIC_ONCE,
	},
	[DOCUMENT_SETTINGS] = {
		"settings", "Settings",
		"What each setting changes, one at a time.",
		TOPIC_ONCE,
	},
	[DOCUMENT_DETAIL] = {
		"detail", "What the exits are, and how long each takes",
		"The ports, MSRs, pages and registers behind the reasons, and distributions of cycles.",
		TOPIC_ONCE,
	},
	[DOCUMENT_TIMELINE] = {
		"timeline", "A boot over time",
		"When a boot's exits happen, and what sampling them costs.",
		TOPIC_ONCE,
	},
	[DOCUMENT_REPEATS] = {
		"repeats", "Repeats",
		"How far runs with different seeds differ.",
		TOPIC_ONCE,
	},
	[DOCUMENT_OVERHEAD] = {
		"overhead", "What measuring costs",
		"The cost of the meter and of other observers, exit by exit.",
		TOPIC_ONCE,
	},
	[DOCUMENT_CHECKS] = {
		"checks", "Checks and identities",
		"What was run, by hash and version, and each check of the numbers.",
		TOPIC_ONCE,
	},
	[DOCUMENT_STATISTICS] = {
		"statistics", "Statistical methods",
		"How the tools compare runs whose repeats differ.",
		TOPIC_ONCE,
	},
};
