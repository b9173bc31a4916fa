# SPDX-License-Identifier: GPL-2.0
# Exitmeter. 'make help' tells what there is to make.

BUILD ?= build
# A run of one's own; the reference run is data/reference.
RUN ?= data/local
MATRIX ?= default
# Instead of the platforms that the matrix names; see 'build/exitbench doctor'.
PLATFORM ?=
KERNEL_LINE ?= 6.12
JOBS ?= $(shell nproc)
# What is built from a cold start, at a time.
SIDE_BY_SIDE := -j3
# The parts of test-kernel.
JUDGES ?= checks selftests mutations prefixes intercepts debug

SERIES := kvm-instrumentation/patches/linux-$(KERNEL_LINE)
PROGRAMS := $(BUILD)/programs
IMAGE := $(BUILD)/image
OBJECTS := $(BUILD)/linux/objects-$(KERNEL_LINE)
# Of one kernel line; test-lines has them elsewhere.
KERNEL := $(BUILD)/kernel
PRIMITIVES := $(BUILD)/primitives
BUILD_IMAGE := benchmarks/image/build-image.sh $(KERNEL) $(BUILD)/bochs $(BUILD)/fio \
	$(PRIMITIVES) $(SERIES) $(PROGRAMS)
EXITBENCH := $(BUILD)/exitbench
EXITREPORT := $(BUILD)/exitreport
ABI := $(BUILD)/include/asm/kvm_exitmeter.h
LIBRARY_VERSION := 1.0.0
LIBEXITMETER := $(addprefix $(BUILD)/lib/libexitmeter,.a .so.$(LIBRARY_VERSION))

# make takes a blank for the end of a name, and so does the kernel's build.
ifneq ($(words [$(subst :, ,$(CURDIR))][$(BUILD)]),1)
$(error "$(CURDIR)", build in "$(BUILD)": a blank or a colon in a folder's name is more than make and the \
kernel's build can take; put the project elsewhere)
endif

CFLAGS ?= -O2 -g
# How programs are linked that run in L2, which has no libraries.
STATIC ?= -static
ALL_CFLAGS := $(CFLAGS) -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -MMD -MP \
	-ffile-prefix-map='$(CURDIR)=.' \
	-I$(BUILD)/include -Iguest-agent -Ibenchmarks -Ianalysis

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help deps deps-measure install packages image image-debian image-test image-line image-overhead image-host verify bench-overhead matrix matrix-quick \
	run-matrix charts report reference settings detail timeline classic test modules modules-load \
	modules-unload test-unit test-golden test-tools test-cells test-faults test-sanitized \
	test-bochs test-cpus test-lines test-platforms test-fleet test-prometheus test-distributions test-packages test-kernel test-all bench-analysis fuzz lint clean

help:
	@sed -nE 's/^##( |$$)//p' $(MAKEFILE_LIST)

## Exitmeter: where do a VM's exits and cycles go, and what would they be without EPT?
##
##   make matrix         measure the default matrix in both paging modes, with all that a
##                       fresh machine lacks, then charts and a report, into data/local
##   make matrix-quick   the same with four workloads
##   make test           all tests, real cells on the emulated machine among them; one group:
##                       test-unit test-golden test-tools test-cells; minutes: test-faults
##                       (runs that are killed), test-bochs (the emulator), test-cpus (each CPU
##                       that an emulator plays), test-sanitized
##                       (ASan and UBSan), test-fleet (Slurm, as root), test-prometheus (as
##                       root), fuzz; hours:
##                       test-platforms (hosts),
##                       test-lines (all kernel lines, or LINES=6.1),
##                       test-distributions (Debian 12 and 13 from nothing, as root),
##                       test-packages (the Debian packages, installed in both, as root),
##                       test-kernel (the kernel's own tests of the patch);
##                       test-all: all of them, and goes on where it was interrupted
##   make install        tools, libexitmeter, manual, completion: PREFIX=/usr/local, DESTDIR=
##   make packages       Debian packages of what is committed, in build/packages
##   make bench-analysis how exitreport grows with the number of records, up to SIZES="100000"
##   make bench-copy     how long a copy of a ledger keeps interrupts off, on this machine
##   make lint           checkpatch and shellcheck (after make deps)
##
##   make modules        KVM with the exit meter for the running kernel of Debian's (or KDIR=);
##                       modules-load puts it in place, PARAMETERS="ept=0", modules-unload back
##
##   make series-branch  the patch series as a git branch, in the form for upstream
##
##   make deps all image missing Debian packages; the tools; the image of a cell;
##                       image-debian: and the disk of a Debian, for the workload boot-debian
##   make charts report  charts and REPORT.md of the reference run; pages of it in build/html
##   make reference      measure it anew; its companions: settings detail timeline classic
##                       verify bench-overhead
##   make clean          remove build/; runs are left alone
##
## Variables: RUN=folder of the run, MATRIX=name or file, PLATFORM=name or auto,
##            JOBS=emulators at a time

all: $(PROGRAMS)/exitmeter $(LIBEXITMETER) $(EXITBENCH) $(EXITREPORT) $(PROGRAMS)/host-cell

# --- what is compiled --------------------------------------------------------------

# The ABI is written once, in the first patch of the series.
$(ABI): $(SERIES)/0001-KVM-x86-Define-the-exit-meter-s-guest-interface.patch
	@mkdir -p $(BUILD)/abi $(@D)
	@rm -rf $(BUILD)/abi/arch
	@patch -s -p1 -d $(BUILD)/abi < $<
	@cp $(BUILD)/abi/arch/x86/include/uapi/asm/kvm_exitmeter.h $@

# For guests that have no terminfo. In base64, as the variable TERMINFO takes it.
TERMINALS := vt100 vt220 linux xterm xterm-256color screen tmux-256color
TERMINFO := $(BUILD)/include/terminfo-entries.h
$(TERMINFO):
	@mkdir -p $(@D)
	@for t in $(TERMINALS); do \
		entry=$$(infocmp -0 -q -Q2 $$t) && echo "{ \"$$t\", \"$$entry\" },"; done > $@
$(BUILD)/obj/guest-agent/top/terminal.o $(BUILD)/checked/guest-agent/top/terminal.o: $(TERMINFO)

# The ledger itself, which a unit test compiles: what all patches together make of it.
LEDGER_HEADER := $(BUILD)/include/exitmeter_ledger.h
$(LEDGER_HEADER): $(wildcard $(SERIES)/*.patch)
	@rm -rf $(BUILD)/abi/ledger
	@mkdir -p $(BUILD)/abi/ledger $(@D)
	@awk '/^diff --git / { wanted = $$4 == "b/arch/x86/kvm/exitmeter_ledger.h" } wanted' $^ | \
		patch -s -p1 -d $(BUILD)/abi/ledger
	@cp $(BUILD)/abi/ledger/arch/x86/kvm/exitmeter_ledger.h $@

$(BUILD)/obj/%.o: %.c | $(ABI)
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

# What is written twice nowhere: what a window is, and what a cell leaves.
# archive NAME,SOURCES
define archive
$(BUILD)/lib$(1).a: $(call objects,$(2))
	@echo "  AR      $$@"
	@rm -f $$@
	@$$(AR) rcs $$@ $$^
endef
LEDGER := $(wildcard guest-agent/util/*.c guest-agent/ledger/*.c guest-agent/ledger/*/*.c)
RECORD := $(wildcard benchmarks/record/*.c benchmarks/record/*/*.c)
RUNNER := $(wildcard benchmarks/exitbench/*.c benchmarks/exitbench/*/*.c)
LIBLEDGER := $(BUILD)/libledger.a
LIBRECORD := $(BUILD)/librecord.a
$(eval $(call archive,ledger,$(LEDGER)))
$(eval $(call archive,record,$(RECORD)))
# What the platforms are, in words; the library carries it.
PLATFORM_FILES := $(wildcard benchmarks/platforms/*.platform)
$(BUILD)/platforms.c: benchmarks/record/facts/embed.sh $(PLATFORM_FILES) Makefile
	@mkdir -p $(@D)
	@benchmarks/record/facts/embed.sh record/facts/platform-facts.h platform_file platform_files \
		$(PLATFORM_FILES) > $@
$(LIBRECORD): $(BUILD)/platforms.o

METER := $(addprefix guest-agent/meter/,abi.c slot.c slot-detail.c latch.c)
AGENT := $(METER) guest-agent/measure/capture.c
AGENT_TOOL := $(wildcard guest-agent/*.c $(addprefix guest-agent/,meter/*.c measure/*.c show/*.c top/*.c))
CELL := benchmarks/cell/init.c benchmarks/cell/job.c benchmarks/cell/wait-status.c
CELL_PROGRAMS := benchmarks/cell/programs
L1_SHARED := $(CELL) $(wildcard benchmarks/cell/l1-*.c) $(CELL_PROGRAMS)/l1-cell.c \
	benchmarks/cell/kvm-stats.c guest-agent/util/clock.c

$(PROGRAMS)/exitmeter: $(call objects,$(AGENT_TOOL)) $(LIBLEDGER)

# The same with --host, for whoever runs VMs: not in L2's image, and with the host's libraries.
HOST_TOOL := $(BUILD)/exitmeter
HOST_SOURCES := $(filter-out %.bpf.c,$(wildcard guest-agent/host/*.c guest-agent/host/*/*.c))
$(BUILD)/obj/host/guest-agent/exitmeter.o: ALL_CFLAGS += -DEXITMETER_HOST
$(HOST_TOOL): $(BUILD)/obj/host/guest-agent/exitmeter.o $(LIBLEDGER) \
	$(call objects,$(filter-out guest-agent/exitmeter.c,$(AGENT_TOOL)) $(HOST_SOURCES)) \
	$(BUILD)/bpf/exits-object.o
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(LIBLEDGER) -lbpf -lmicrohttpd -ljansson -lncursesw -ltinfo -lm
# The BPF programs, and the same as data. Their BTF is in the debug information.
$(BUILD)/bpf/exits.bpf.o: guest-agent/host/bpf/exits.bpf.c | $(ABI)
	@mkdir -p $(@D)
	@echo "  BPF     $<"
	@clang -O2 -g -target bpf -D__TARGET_ARCH_x86 -Wall -Wextra -Werror -MMD -MP \
		-ffile-prefix-map='$(CURDIR)=.' -I$(BUILD)/include \
		-I/usr/include/$(shell $(CC) -print-multiarch) -c -o $@ $<
$(BUILD)/bpf/exits-object.o: $(BUILD)/bpf/exits.bpf.o
	@cd $(@D) && $(LD) -r -z noexecstack -b binary -o $(@F) $(<F)
$(PROGRAMS)/l1-init: $(call objects,$(CELL_PROGRAMS)/l1-init.c $(L1_SHARED))
$(BUILD)/obj/benchmarks/cell/l1-observer.o: ALL_CFLAGS += $(shell pkg-config --cflags libtracefs)
# Not static: libtraceevent loads plugins.
$(PROGRAMS)/l1-init:
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -s -o $@ $^ -ltracefs
# What l1-init does in a machine of its own, in a folder of a host.
HOST_CELL := $(L1_SHARED) $(wildcard $(CELL_PROGRAMS)/host-*.c) $(CELL_PROGRAMS)/module-file.c
$(PROGRAMS)/host-cell: $(patsubst %.c,$(BUILD)/obj/host/%.o,$(HOST_CELL))
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -o $@ $^ -ltracefs
$(BUILD)/obj/host/%.o: %.c | $(ABI)
	@mkdir -p $(@D)
	@echo "  CC      $< (host)"
	@$(CC) $(ALL_CFLAGS) -DCELL_PLACE='""' -c -o $@ $<
$(BUILD)/obj/host/benchmarks/cell/l1-observer.o: ALL_CFLAGS += $(shell pkg-config --cflags libtracefs)

$(PROGRAMS)/l2-init: $(call objects,$(CELL) $(CELL_PROGRAMS)/l2-init.c $(AGENT) guest-agent/meter/lock.c) \
	$(LIBLEDGER)
# A small VMM.
SMALL_VM := benchmarks/micro/vm/vm.c
# Small guests, to be run in L1: what Bochs' patches put right.
BOCHS_GUESTS := $(BUILD)/test-programs/bochs-guests
$(BOCHS_GUESTS): $(call objects,tests/bochs/guests/guests.c $(SMALL_VM) benchmarks/micro/shared/work.c)
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -static -s -o $@ $^

CONFORMANCE := $(BUILD)/test-programs/exitmeter-conformance
$(CONFORMANCE): $(call objects,$(wildcard tests/conformance/*.c) $(AGENT)) $(LIBLEDGER)
# This one runs in L1.
TWO_VMS := $(BUILD)/test-programs/two-vms
$(TWO_VMS): $(call objects,tests/cells/two-vms.c)

# Layouts are tested with a meter that is not there, whose figures are always the same.
SIMULATED := $(BUILD)/test-programs/exitmeter-simulated
$(SIMULATED): $(call objects,tests/simulated/abi.c $(filter-out %/abi.c,$(AGENT_TOOL))) \
	$(LIBLEDGER)
# And a host with VMs that are not there.
SIMULATED_HOST := $(BUILD)/test-programs/exitmeter-simulated-host
$(SIMULATED_HOST): $(BUILD)/obj/host/guest-agent/exitmeter.o $(LIBLEDGER) $(call objects,tests/simulated/host.c \
	$(filter-out guest-agent/exitmeter.c,$(AGENT_TOOL)) \
	$(filter-out %/backend-ledger.c %/backend-bpf.c %/kvm-facts.c,$(HOST_SOURCES)))
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(LIBLEDGER) -lmicrohttpd -ljansson -lncursesw -ltinfo -lm
# What those have in common that isolate one mechanism.
WORK := benchmarks/micro/shared/work.c benchmarks/micro/shared/ring.c
MICRO_SOURCES := $(wildcard benchmarks/micro/*.c)
workloads = $(patsubst benchmarks/micro/%.c,$(PROGRAMS)/workload-%,$(1))
MICRO := $(call workloads,$(MICRO_SOURCES))
$(PROGRAMS)/workload-%: $(BUILD)/obj/benchmarks/micro/%.o
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(STATIC) -s -o $@ $^ $(WORKLOAD_LIBS)
# SQLite could load extensions, of which the linker warns in a static program; none is.
$(PROGRAMS)/workload-database: WORKLOAD_LIBS = $(shell pkg-config --static --libs sqlite3) \
	-Wl,--no-warnings

$(call workloads,$(shell grep -l 'shared/work.h' $(MICRO_SOURCES))): $(call objects,$(WORK))
$(call workloads,$(shell grep -l 'vm/vm.h' $(MICRO_SOURCES))): $(call objects,$(SMALL_VM))
# Apart, for it brings more of the C library.
$(call workloads,$(shell grep -l '"threads/threads.h"' $(MICRO_SOURCES))): \
	$(call objects,benchmarks/micro/threads/threads.c)

# This one reads the meter itself.
$(PROGRAMS)/workload-window-cost: $(call objects,$(addprefix guest-agent/meter/,abi.c slot.c))

# For programs that measure a region of their own.
LIBRARY := guest-agent/lib/exitmeter.c $(addprefix guest-agent/meter/,abi.c slot.c latch.c lock.c) \
	guest-agent/ledger/ledger.c guest-agent/ledger/reasons.c
LIBRARY_MAP := guest-agent/lib/libexitmeter.map
library_objects := $(patsubst %.c,$(BUILD)/pic/%.o,$(LIBRARY))
$(BUILD)/pic/%.o: %.c | $(ABI)
	@mkdir -p $(@D)
	@echo "  CC      $< (library)"
	@$(CC) $(ALL_CFLAGS) -fPIC -c -o $@ $<
$(BUILD)/lib/libexitmeter.so.$(LIBRARY_VERSION): $(library_objects) $(LIBRARY_MAP)
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -shared -Wl,-soname,libexitmeter.so.1 -Wl,--version-script=$(LIBRARY_MAP) \
		-Wl,--no-undefined -o $@ $(library_objects)
	@ln -sf $(@F) $(@D)/libexitmeter.so.1
	@ln -sf libexitmeter.so.1 $(@D)/libexitmeter.so
# One object, which shows what the shared library shows.
$(BUILD)/lib/libexitmeter.a: $(library_objects) $(LIBRARY_MAP)
	@mkdir -p $(@D)
	@echo "  AR      $@"
	@$(LD) -r -o $(BUILD)/lib/libexitmeter.o $(library_objects)
	@sed -n 's/^\t\(exitmeter_.*\);/\1/p' $(LIBRARY_MAP) > $(BUILD)/lib/symbols
	@$(OBJCOPY) --keep-global-symbols=$(BUILD)/lib/symbols $(BUILD)/lib/libexitmeter.o
	@rm -f $@
	@$(AR) rcs $@ $(BUILD)/lib/libexitmeter.o
OBJCOPY ?= objcopy

# Its example and what tests it, as a user builds programs; static, for they run in L2.
LIBRARY_USERS := $(addprefix $(BUILD)/test-programs/,syscall-exits nested-windows)
vpath %.c guest-agent/lib/example tests/library
$(LIBRARY_USERS): $(BUILD)/test-programs/%: %.c $(BUILD)/lib/libexitmeter.a
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(CC) $(CFLAGS) -Wall -Wextra -Werror -Iguest-agent/lib -static -o $@ $^

# The observers run on the host of the VMs, L1: their libraries go along.
OBSERVERS := $(BUILD)/observers
$(OBSERVERS)/exit-count: $(call objects,benchmarks/observers/exit-count.c)
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -s -o $@ $^ -lbpf

# What workload-compile compiles: the agent's sources, whole, for there are no headers in
# L2. Those that the small compiler takes.
COMPILED := $(patsubst %,$(PROGRAMS)/compile-%.i,exitmeter figure ledger reasons slot capture \
	window-json)
vpath %.c guest-agent $(addprefix guest-agent/,ledger ledger/window meter measure show)
$(PROGRAMS)/compile-%.i: %.c $(ABI) $(wildcard guest-agent/*.h guest-agent/*/*.h guest-agent/*/*/*.h)
	@mkdir -p $(@D)
	@echo "  CPP     $@"
	@tcc -E -P -D_GNU_SOURCE -I$(BUILD)/include -Iguest-agent -o $@ $<

L2_PROGRAMS := $(addprefix $(PROGRAMS)/,exitmeter l2-init)
# Static, for the root of L2 has no libraries but what Debian's sysbench needs.
$(L2_PROGRAMS) $(CONFORMANCE) $(TWO_VMS) $(SIMULATED):
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(STATIC) -s -o $@ $^ -ljansson -lncursesw -ltinfo -lm

$(addprefix $(BUILD)/obj/,benchmarks/exitbench/exitbench.o analysis/exitreport.o): \
	ALL_CFLAGS += -DEXITMETER_VERSION='"$(LIBRARY_VERSION)"'

$(EXITBENCH): $(call objects,$(RUNNER) benchmarks/cell/job.c \
	$(CELL_PROGRAMS)/module-file.c benchmarks/cell/wait-status.c) $(LIBRECORD) $(LIBLEDGER)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -o $@ $^ -ljansson -larchive

# What exitreport needs beside code is put into it, so that it runs anywhere.
RESOURCES := $(wildcard analysis/*/*.gp analysis/*/*.css analysis/*/*.lua analysis/*/*.costs analysis/*/*.md \
	data/published/*.csv benchmarks/workloads/*.workload)
$(BUILD)/resources.c: benchmarks/record/facts/embed.sh $(RESOURCES) Makefile
	@mkdir -p $(@D)
	@benchmarks/record/facts/embed.sh output/resource.h resource resources $(RESOURCES) > $@
$(BUILD)/resources.o $(BUILD)/platforms.o: %.o: %.c
	@echo "  CC      $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/obj/analysis/output/svg.o $(BUILD)/checked/analysis/output/svg.o: \
	ALL_CFLAGS += $(shell pkg-config --cflags libxml-2.0)
$(EXITREPORT): $(call objects,$(wildcard analysis/*.c analysis/*/*.c)) \
	$(BUILD)/resources.o \
	$(LIBRECORD) $(LIBLEDGER)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -o $@ $^ -ljansson -lgsl -lgslcblas -lxml2 -lm

-include $(shell find $(BUILD)/obj $(BUILD)/bpf $(BUILD)/checked $(BUILD)/fuzzed -name '*.d' 2>/dev/null)

# --- manual and installation ----------------------------------------------------------

# Pages and completions come from what the programs say of themselves.
MANUAL := $(BUILD)/manual
TOOLS := $(HOST_TOOL) $(EXITBENCH) $(EXITREPORT)
PAGES := $(addprefix $(MANUAL)/,exitmeter.1 exitmeter-host.1 exitbench.1 exitreport.1 libexitmeter.3 \
	exitmeter-abi.7)
COMPLETIONS := $(addprefix $(MANUAL)/completions/,$(notdir $(TOOLS)))
SUMMARY_exitmeter := VM exits and what they cost, from inside of the virtual machine
SUMMARY_exitmeter-host := VM exits and what they cost, of the virtual machines of this host
SUMMARY_exitbench := measure VM exits of workloads with nested and with shadow paging
SUMMARY_exitreport := what the records of exitbench say
# Options that make a tool another one.
MODES_exitmeter := --host

.PHONY: manual
manual: $(PAGES) $(COMPLETIONS)
# page-of NAME,TOOL,MODE
define page-of
$(MANUAL)/$(1).1: $(2) guest-agent/manual/make-page guest-agent/manual/help.pm $(wildcard guest-agent/manual/$(1).roff)
	@mkdir -p $$(@D)
	@echo "  MAN     $$@"
	@guest-agent/manual/make-page '$(strip $(2) $(3))' $(LIBRARY_VERSION) '$(SUMMARY_$(1))' \
		$(wildcard guest-agent/manual/$(1).roff) > $$@
endef
# completion-of TOOL
define completion-of
$(MANUAL)/completions/$(notdir $(1)): $(1) guest-agent/manual/make-completion guest-agent/manual/help.pm
	@mkdir -p $$(@D)
	@guest-agent/manual/make-completion $(1) $(MODES_$(notdir $(1))) > $$@
endef
$(foreach tool,$(TOOLS),$(eval $(call page-of,$(notdir $(tool)),$(tool),)))
$(eval $(call page-of,exitmeter-host,$(HOST_TOOL),--host))
$(foreach tool,$(TOOLS),$(eval $(call completion-of,$(tool))))
$(MANUAL)/libexitmeter.3: guest-agent/manual/libexitmeter.3
	@mkdir -p $(@D)
	@cp $< $@
$(MANUAL)/exitmeter-abi.7: kvm-instrumentation/ABI.md guest-agent/manual/make-abi-page
	@mkdir -p $(@D)
	@echo "  MAN     $@"
	@guest-agent/manual/make-abi-page $< > $@

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DATADIR := $(PREFIX)/share
# Whatever the programs read at run time, in the folders that it has here.
DATA_FILES = $(wildcard benchmarks/matrices/* benchmarks/workloads/*)

install: all $(HOST_TOOL) manual
	@install -D -t "$(DESTDIR)$(PREFIX)/bin" $(TOOLS)
	@install -D -m 644 -t "$(DESTDIR)$(LIBDIR)" $(BUILD)/lib/libexitmeter.a
	@install -D -t "$(DESTDIR)$(LIBDIR)" $(BUILD)/lib/libexitmeter.so.$(LIBRARY_VERSION)
	@cp -P $(BUILD)/lib/libexitmeter.so $(BUILD)/lib/libexitmeter.so.1 "$(DESTDIR)$(LIBDIR)/"
	@install -D -m 644 -t "$(DESTDIR)$(PREFIX)/include" guest-agent/lib/exitmeter.h
	@mkdir -p "$(DESTDIR)$(LIBDIR)/pkgconfig"
	@sed 's,@PREFIX@,$(PREFIX),; s,@LIBDIR@,$(LIBDIR),; s,@VERSION@,$(LIBRARY_VERSION),' \
		guest-agent/lib/libexitmeter.pc.in > "$(DESTDIR)$(LIBDIR)/pkgconfig/libexitmeter.pc"
	@install -D -m 644 -t "$(DESTDIR)$(DATADIR)/doc/exitmeter" guest-agent/lib/example/syscall-exits.c
	@for page in $(PAGES); do \
		install -D -m 644 -t "$(DESTDIR)$(DATADIR)/man/man$${page##*.}" $$page || exit 1; done
	@install -D -m 644 -t "$(DESTDIR)$(DATADIR)/bash-completion/completions" $(COMPLETIONS)
	@for file in $(DATA_FILES); do \
		install -D -m 644 $$file "$(DESTDIR)$(DATADIR)/exitmeter/$$file" || exit 1; done

# What is committed, as Debian packages.
packages:
	@benchmarks/install-packages.sh dpkg-dev debhelper dh-dkms lintian
	@benchmarks/packaging/build-packages.sh $(LIBRARY_VERSION) $(BUILD)/packages

# --- the image ---------------------------------------------------------------------

deps:
	@benchmarks/install-packages.sh linux-source-$(KERNEL_LINE)

# What tests and lint take is not waited for.
deps-measure:
	@benchmarks/install-packages.sh --measure linux-source-$(KERNEL_LINE)

# Each step knows by content whether there is anything to do. The first three can run side by
# side: each has stretches that keep one CPU busy at most. Their own jobs are not of this make.
.PHONY: built-kernel built-bochs built-fio image-parts
built-kernel:
	@MAKEFLAGS= kvm-instrumentation/build-kernel.sh $(KERNEL_LINE) $(BUILD)/linux $(KERNEL)
built-bochs:
	@MAKEFLAGS= benchmarks/build-bochs.sh $(BUILD)/bochs-source $(BUILD)/bochs
built-fio:
	@MAKEFLAGS= benchmarks/image/build-fio.sh $(BUILD)/fio-source $(BUILD)/fio

image-parts: built-kernel built-bochs built-fio $(PROGRAMS)/l1-init $(L2_PROGRAMS) $(MICRO) $(COMPILED)
	@benchmarks/image/build-primitives.sh $(OBJECTS) $(BUILD)/include $(PRIMITIVES)

image: image-parts
	@$(BUILD_IMAGE) $(IMAGE)

# With the disk of a distribution beside it, for the workloads that boot one.
image-debian: image
	@benchmarks/install-packages.sh mmdebstrap fakeroot fakechroot
	@benchmarks/image/build-debian.sh $(BUILD)/debian
	@cp -u --preserve=timestamps $(BUILD)/debian/debian.img $(BUILD)/debian/debian.json $(IMAGE)/

# The same with more in the roots of L1 and L2. KVM as it is:
define install-unpatched
	@kvm-instrumentation/build-modules.sh $(OBJECTS) $(BUILD)/linux/linux-source-$(KERNEL_LINE)-* \
		none $(BUILD)/modules/unpatched
	@install -D -t $(1)/l1/lib/modules/unpatched \
		$(BUILD)/modules/unpatched/*.ko $(KERNEL)/irqbypass.ko
endef

# with what the tests need in L2;
image-test: image $(CONFORMANCE) $(LIBRARY_USERS) $(TWO_VMS) $(BOCHS_GUESTS)
	$(call install-unpatched,$(BUILD)/extra/test)
	@install -D -t $(BUILD)/extra/test/l2/bin $(CONFORMANCE) $(LIBRARY_USERS) tests/cells/stat-test \
		tests/cells/migration-guest
	@install -D -t $(BUILD)/extra/test/l1/usr/bin $(TWO_VMS) $(BOCHS_GUESTS) tests/cells/migration-test
	@$(BUILD_IMAGE) $(IMAGE)-test $(BUILD)/extra/test

# with the conformance suite alone;
image-line: image-parts $(CONFORMANCE)
	@install -D -t $(BUILD)/extra/line/l2/bin $(CONFORMANCE)
	@$(BUILD_IMAGE) $(IMAGE) $(BUILD)/extra/line

# with the other ways to count exits.
image-overhead: image $(OBSERVERS)/exit-count
	$(call install-unpatched,$(BUILD)/extra/overhead)
	@install -D -t $(BUILD)/extra/overhead/l1/usr/bin $(OBSERVERS)/exit-count /usr/bin/perf
	@$(BUILD_IMAGE) $(IMAGE)-overhead $(BUILD)/extra/overhead

# An L1 that is a host for cells of its own:
image-host: all image
	@kvm-instrumentation/build-modules.sh $(OBJECTS) $(BUILD)/linux/linux-source-$(KERNEL_LINE)-* \
		none $(BUILD)/modules/unpatched
	@tests/platforms/host-extra.sh $(BUILD) $(BUILD)/modules/unpatched $(BUILD)/extra/host
	@$(BUILD_IMAGE) $(IMAGE)-host $(BUILD)/extra/host

# The series as a git branch, for git format-patch and what else works on commits.
.PHONY: series-branch
series-branch:
	@kvm-instrumentation/series-branch.sh $(KERNEL_LINE) $(BUILD)/series-$(KERNEL_LINE)

# --- modules for a distribution's kernel -----------------------------------------------

KDIR ?= /lib/modules/$(shell uname -r)/build
DISTRIBUTION := $(BUILD)/distribution
KVM_LAYOUT := $(BUILD)/kvm-layout

# Static: it runs in L1 too.
$(KVM_LAYOUT): $(call objects,$(wildcard kvm-instrumentation/layout/*.c))
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(STATIC) -o $@ $^

modules: $(KVM_LAYOUT)
	@kvm-instrumentation/build-distribution-modules.sh $(KDIR) $(DISTRIBUTION) $(KVM_LAYOUT)

modules-load: $(KVM_LAYOUT)
	@kvm-instrumentation/swap-modules.sh load $(DISTRIBUTION)/$(shell uname -r)/modules $(KVM_LAYOUT) \
		$(PARAMETERS)

modules-unload:
	@kvm-instrumentation/swap-modules.sh unload

# --- runs ----------------------------------------------------------------------------

matrix: deps-measure
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	@$(MAKE) --no-print-directory run-matrix

matrix-quick:
	@$(MAKE) --no-print-directory matrix MATRIX=quick RUN='$(RUN)-quick'

# A failed cell is in the report as failed; the exit status comes last.
run-matrix: all image
	@benchmarks/run-and-report.sh $(BUILD) '$(MATRIX)' '$(RUN)' $(JOBS) $(PLATFORM)

# RUN.TOPIC draws what belongs to the topic, of a run that was measured for it.
CHARTED := reference overhead.overhead detail.detail timeline.timeline
charts: $(EXITREPORT)
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) $(CHARTED:%=charts-of-%)
charts-of-%:
	@set -- data/$(subst ., ,$*) && $(EXITREPORT) tables "$$@" && $(EXITREPORT) charts "$$@"

report: $(EXITREPORT)
	@$(EXITREPORT) report data/reference -o REPORT.md --html $(BUILD)/html

reference: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image-debian
	$(EXITBENCH) run full pti zen smp distribution cpus cpus-more nested-tdp nested-shadow \
		-o data/reference -j $(JOBS) --again
	@$(MAKE) --no-print-directory charts report

# What changes when a setting is not at its default.
settings: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	$(EXITBENCH) run $(patsubst benchmarks/matrices/%.matrix,%,$(wildcard benchmarks/matrices/settings-*.matrix)) \
		-o data/settings -j $(JOBS)
	@$(MAKE) --no-print-directory report

# What the exits are, and how long each takes.
detail: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	$(EXITBENCH) run detail -o data/detail -j $(JOBS)
	@$(MAKE) --no-print-directory charts report

# The ledger of a boot over time. A matrix each: a boot and a look take longer on one than on
# the other.
timeline: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	$(EXITBENCH) run timeline timeline-svm -o data/timeline -j $(JOBS)
	@$(MAKE) --no-print-directory charts report

# What the leaves of the course exercise say in a guest.
classic: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	$(EXITBENCH) run classic -o data/classic -j $(JOBS)
	@$(MAKE) --no-print-directory report

# The ledger against KVM's own tracepoint and statistics.
verify: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	$(EXITBENCH) run verify -o data/verify -j $(JOBS)
	$(EXITREPORT) verify data/verify
	@$(MAKE) --no-print-directory report

bench-overhead: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image-overhead
	$(EXITBENCH) run overhead-observers overhead-meter overhead-detail overhead-reading overhead-window \
		-o data/overhead -i $(IMAGE)-overhead -j $(JOBS)
	$(EXITREPORT) overhead data/overhead
	@$(MAKE) --no-print-directory report

# --- tests ---------------------------------------------------------------------------

test: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) tested unit-tests image-test
	@tests/run.sh $(BUILD) unit golden tools cells

# What the tests of the tools run.
.PHONY: tested
tested: all manual $(HOST_TOOL) $(KVM_LAYOUT) $(SIMULATED) $(SIMULATED_HOST)

test-golden test-tools: test-%: tested
	@tests/run.sh $(BUILD) $*

test-unit: unit-tests
	@tests/run.sh $(BUILD) unit

# Every source without a main(), compiled once with the sanitizers; each test takes from the
# archives what it needs.
CHECKED := $(BUILD)/checked
CHECKED_CFLAGS := -O1 -fsanitize=address,undefined -fno-sanitize-recover
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%.t,$(wildcard tests/unit/test-*.c))
checked = $(patsubst %.c,$(CHECKED)/%.o,$(1))
$(CHECKED)/%.o: %.c | $(ABI)
	@mkdir -p $(@D)
	@echo "  CC      $< (sanitizers)"
	@$(CC) $(ALL_CFLAGS) $(CHECKED_CFLAGS) -c -o $@ $<
# This one compiles a header of the kernel's, with stand-ins for those that it includes.
$(CHECKED)/tests/unit/test-exitmeter-ledger.o: ALL_CFLAGS := -Itests/unit/kernel $(ALL_CFLAGS)
$(CHECKED)/tests/unit/test-exitmeter-ledger.o: $(LEDGER_HEADER)
$(CHECKED)/analysis.a: $(BUILD)/resources.o \
	$(call checked,$(filter-out %/exitreport.c,$(wildcard analysis/*.c analysis/*/*.c)))
$(CHECKED)/exitbench.a: $(call checked,$(filter-out %/exitbench.c,$(RUNNER)) \
	benchmarks/cell/job.c benchmarks/cell/l1-samples.c $(CELL_PROGRAMS)/module-file.c \
	benchmarks/cell/wait-status.c)
$(CHECKED)/record.a: $(call checked,$(RECORD)) $(BUILD)/platforms.o
$(CHECKED)/agent.a: $(call checked,$(filter-out guest-agent/exitmeter.c,$(AGENT_TOOL)) \
	$(filter-out %/backend-bpf.c,$(HOST_SOURCES)))
$(CHECKED)/ledger.a: $(call checked,$(LEDGER))
$(CHECKED)/%.a:
	@rm -f $@
	@ar rcs $@ $^
CHECKED_LIBRARIES := $(addprefix $(CHECKED)/,analysis.a exitbench.a record.a agent.a ledger.a)
$(BUILD)/tests/%.t: $(CHECKED)/tests/unit/%.o $(CHECKED_LIBRARIES)
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CHECKED_CFLAGS) -o $@ $^ -lcmocka -ljansson -larchive -lgsl -lgslcblas -lxml2 -lncursesw \
		-ltinfo -lm

# The fuzz targets, given the files that were found with them: one test each.
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz-*.c))
$(CHECKED)/tests/fuzz/agent-cpuid.o: ALL_CFLAGS += -include tests/fuzz/fuzz-cpuid.h
$(CHECKED)/tests/fuzz/agent-cpuid.o: guest-agent/meter/abi.c | $(ABI)
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(CHECKED_CFLAGS) -c -o $@ $<
$(BUILD)/tests/fuzz-cpuid: $(CHECKED)/tests/fuzz/agent-cpuid.o
$(addprefix $(BUILD)/tests/,$(FUZZ_TARGETS)): $(BUILD)/tests/fuzz-%: $(call checked,tests/fuzz/fuzz.c \
	tests/fuzz/replay.c) $(CHECKED)/tests/fuzz/fuzz-%.o $(CHECKED_LIBRARIES)
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CHECKED_CFLAGS) -o $@ $(filter-out %.a,$^) \
		-Wl,--start-group $(filter-out $(if $(filter %-record %-run,$@),%/exitbench.a),$(filter %.a,$^)) \
		-Wl,--end-group -ljansson -larchive -lgsl \
		-lgslcblas -lxml2 -lncursesw -ltinfo -lm
.PHONY: unit-tests
unit-tests: $(UNIT_TESTS) $(addprefix $(BUILD)/tests/,$(FUZZ_TARGETS))

# libFuzzer, FUZZ_SECONDS for each target; FUZZ=fuzz-record for some of them.
FUZZED := $(BUILD)/fuzzed
FUZZ_SECONDS ?= 600
FUZZ ?= $(FUZZ_TARGETS)
FUZZ_CFLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzzed = $(patsubst %.c,$(FUZZED)/%.o,$(1))
$(FUZZED)/%.o: %.c | $(ABI)
	@mkdir -p $(@D)
	@echo "  CLANG   $< (fuzzer)"
	@clang $(ALL_CFLAGS) $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<
$(FUZZED)/guest-agent/meter/abi.o: ALL_CFLAGS += -include tests/fuzz/fuzz-cpuid.h
$(FUZZED)/exitbench.a: $(call fuzzed,$(filter-out %/exitbench.c,$(RUNNER)) \
	benchmarks/cell/job.c $(CELL_PROGRAMS)/module-file.c benchmarks/cell/wait-status.c)
$(FUZZED)/record.a: $(call fuzzed,$(RECORD) $(LEDGER) \
	tests/fuzz/fuzz.c $(addprefix guest-agent/,meter/slot.c meter/slot-detail.c meter/latch.c measure/capture.c) \
	analysis/hardware/hw-costs.c analysis/output/format.c analysis/output/resource.c \
	analysis/literature/csv.c analysis/checks/kernel-tests.c) \
	$(BUILD)/resources.o $(BUILD)/platforms.o
$(FUZZED)/agent.a: $(call fuzzed,$(filter-out guest-agent/exitmeter.c,$(AGENT_TOOL)))
$(FUZZED)/%.a:
	@rm -f $@
	@ar rcs $@ $^
# exitreport's reader has nothing of exitbench.
FUZZ_LIBRARIES = $(if $(filter %-window,$@),$(FUZZED)/agent.a) \
	$(if $(filter %-record %-run,$@),,$(FUZZED)/exitbench.a) $(FUZZED)/record.a
$(FUZZED)/fuzz-window: $(FUZZED)/agent.a
$(FUZZED)/fuzz-cpuid: $(FUZZED)/guest-agent/meter/abi.o
$(addprefix $(FUZZED)/,$(FUZZ_TARGETS)): $(FUZZED)/%: $(FUZZED)/tests/fuzz/%.o $(FUZZED)/exitbench.a \
	$(FUZZED)/record.a
	@echo "  LD      $@"
	@clang $(FUZZ_CFLAGS) -fsanitize=fuzzer -o $@ $(filter-out %.a,$^) $(FUZZ_LIBRARIES) -ljansson \
		-larchive -lm
fuzz: deps
	@$(MAKE) --no-print-directory $(addprefix $(FUZZED)/,$(FUZZ))
	@tests/fuzz/run.sh $(FUZZED) $(FUZZ_SECONDS) $(FUZZ)

test-cells: all image-test
	@tests/run.sh $(BUILD) cells

# Kills, full disks and signals, at FAULT_POINTS points each: ten minutes or so.
test-faults: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image
	@tests/run.sh $(BUILD) faults

# The programs themselves under the sanitizers, as the unit tests are. A program that ends
# early leaves memory to the kernel, which is no leak. Beside build/, for the programs look for the
# project's files in the folder above theirs; by the environment, for there are tests that call make.
SANITIZED := $(BUILD)-sanitized
SANITIZE := SANITIZED=1 STATIC= CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover'
test-sanitized: deps
	@$(MAKE) --no-print-directory unit-tests
	@$(SANITIZE) $(MAKE) --no-print-directory BUILD=$(SANITIZED) tested
	@tests/run.sh $(BUILD) unit
	@ASAN_OPTIONS=detect_leaks=0 $(SANITIZE) tests/run.sh $(SANITIZED) golden tools

# What Bochs' patches put right: three minutes on two cores.
test-bochs: all image-test
	@tests/run.sh $(BUILD) bochs

# Conformance, and the ledger against KVM's tracepoint, on each CPU of the setting cpu: five minutes on two cores.
# With CPUS_RUN= the cells are kept there, and those that are good are not run again.
test-cpus: all image-test
	@JOBS=$(JOBS) CPUS_RUN='$(CPUS_RUN)' tests/run.sh $(BUILD) cpus

# Apart from the others: it downloads two kernels.
STOCK_LINES := 6.1 6.12
test-platforms: deps
	@benchmarks/install-packages.sh cpio $(addprefix linux-source-,$(STOCK_LINES))
	@$(MAKE) --no-print-directory image-host $(KVM_LAYOUT) $(HOST_TOOL)
	@for line in $(STOCK_LINES); do tests/platforms/stock-image.sh $(BUILD) $$line || exit 1; done
	@tests/run.sh $(BUILD) platforms

# Each kernel line as L1: the ledger against KVM's tracepoint, and the conformance suite, in both
# modes of both vendors. A line is half an hour, and 2 GB, most of it for its kernel.
LINES := $(shell awk '!/^\#/ { print $$1 }' kvm-instrumentation/patches/lines)
test-lines: deps
	@benchmarks/install-packages.sh $(addprefix linux-source-,$(LINES))
	@for line in $(LINES); do $(MAKE) --no-print-directory all image-line KERNEL_LINE=$$line \
		KERNEL=$(BUILD)/lines/$$line/kernel PRIMITIVES=$(BUILD)/lines/$$line/primitives \
		IMAGE=$(BUILD)/lines/$$line/image || exit 1; done
	@LINES='$(LINES)' JOBS='$(JOBS)' tests/run.sh $(BUILD) lines

# Installs Slurm; its daemons run in a folder of the test's own, as long as it does.
test-fleet: deps
	@benchmarks/install-packages.sh slurm-wlm munge
	@$(MAKE) --no-print-directory all image
	@tests/run.sh $(BUILD) fleet

# Installs Prometheus and its node exporter; they run in a folder of the test's own, as long as it does.
test-prometheus: deps
	@benchmarks/install-packages.sh prometheus prometheus-node-exporter
	@$(MAKE) --no-print-directory $(SIMULATED_HOST)
	@tests/run.sh $(BUILD) prometheus tools/export

# What the kernel's own tools say of the patch, and a test of the tests: hours.
test-kernel: deps
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) all image-test
	@tests/kernel/build.sh $(BUILD) $(KERNEL_LINE) $(BUILD)/extra/test $(JUDGES)
	@tests/run.sh $(BUILD) $(addprefix kernel/,$(JUDGES))

# How exitreport's time and memory grow with the records: 42 KB of disk for each of the last number.
SIZES := 1000 3000 10000 30000 100000
bench-analysis: deps
	@$(MAKE) --no-print-directory all $(BUILD)/tests/generate-run
	@perl tests/bench/curve.pl $(EXITREPORT) $(BUILD)/tests/generate-run data/reference \
		$(BUILD)/bench-analysis $(SIZES)

# How long a copy by an interrupt keeps interrupts off: the series' own code, on this machine.
.PHONY: bench-copy
bench-copy: $(BUILD)/tests/copy-time
	@$(BUILD)/tests/copy-time

$(BUILD)/tests/copy-time: tests/bench/copy-time.c $(LEDGER_HEADER)
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(CC) -Itests/unit/kernel $(filter-out -MMD -MP,$(ALL_CFLAGS)) -o $@ $<

$(BUILD)/tests/generate-run: $(call objects,tests/bench/generate-run.c) $(LIBRECORD) $(LIBLEDGER)
	@mkdir -p $(@D)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) -o $@ $^ -ljansson

# A clean clone on bare trees of the distributions that are supported: an hour, and 3 GB each.
DISTRIBUTIONS := bookworm trixie
test-distributions:
	@benchmarks/install-packages.sh debootstrap git
	@tests/distributions/run.sh $(BUILD)/distributions $(DISTRIBUTIONS)

# Debian packages of what is committed, built, held to lintian, installed, used, removed and
# purged in trees of their own: half an hour, and 10 GB.
test-packages:
	@benchmarks/install-packages.sh debootstrap dpkg-dev
	@benchmarks/packaging/build-packages.sh --source $(LIBRARY_VERSION) $(BUILD)/packages-source
	@DISTRIBUTIONS='$(DISTRIBUTIONS)' tests/run.sh $(BUILD) packages

# All there is, the quick ones first: half a day on two cores, and as root.
SUITES := lint test test-sanitized test-faults test-fleet test-prometheus test-bochs bench-analysis fuzz \
	test-packages test-cpus test-platforms test-distributions test-lines test-kernel
test-all:
	@tests/all.sh $(BUILD)/test-all $(SUITES)

lint:
	@tests/lint.sh $(BUILD)

clean:
	rm -rf $(BUILD) $(SANITIZED)
