#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Where exitbench runs does not matter: folders, environment, terminal, locale, closed streams.
# Each works, or is one clear line before anything is done.
use strict;
use warnings;
use lib 'tests';
use Cwd qw(getcwd);
use File::Path qw(make_path);
use Files;
use File::Temp qw(tempdir);
use Test::More;

my $build = $ENV{BUILD} // 'build';
$build = getcwd() . "/$build" unless $build =~ m{^/};
my $dir = tempdir(CLEANUP => 1);
my $bench = "$build/exitbench";

# An emulator that leaves what a real cell left, in a second.
sub image {
	my ($path) = @_;
	make_path($path);
	system('cp', 'tests/faults/emulator', "$path/bochs") == 0 or die;
	local $ENV{TO} = "$path/results.tar";
	system('xz -dc tests/faults/results.tar.xz > "$TO"') == 0 or die;
	put("$path/identity.json", '{"image": "anywhere", "emulators": {"bochs-vmx": "none"}}');
	return $path;
}

my $plain = put("$dir/m.matrix", "platforms = bochs-vmx\npaging = tdp\nworkloads = idle\n");
my $image = image("$dir/image");
my $nr = 0;

# run WHAT, COMMAND: a shell's command in which RUN and BENCH stand for themselves.
sub works {
	my ($what, $command, $run) = @_;
	$run //= "$dir/run" . $nr++;
	local $ENV{RUN} = $run;
	local @ENV{qw(BENCH M I)} = ($bench, $plain, $image);
	my $out = qx($command 2>&1);
	my $status = $? >> 8;
	is($status, 0, "$what: works") or diag($out);
	ok(-s "$run/records/bochs-vmx.ept1.idle.s1.json", "$what: the record is there");
	is(join(' ', grep { -e } "$run/lock", "$run/work"), '', "$what: and nothing else");
	return $out;
}

sub refused {
	my ($what, $status, $pattern, $command) = @_;
	local @ENV{qw(BENCH M I RUN)} = ($bench, $plain, $image, "$dir/run" . $nr++);
	my $out = qx($command 2>&1);
	is($? >> 8, $status, "$what: status $status");
	like($out, $pattern, "$what: message");
	is($out =~ tr/\n//, 1, "$what: one line") or diag($out);
}

# Blanks, commas, what a shell or a format would take for more, and other alphabets.
for my $odd ('a b', 'a,b', "gr\xc3\xb6\xc3\x9fe", 'a$(b)c', '%s%n', "\xe6\x97\xa5\xe6\x9c\xac", "q'uote", '-dash') {
	make_path("$dir/$odd");
	my $m = put("$dir/$odd/m x.matrix", "platforms = bochs-vmx\npaging = tdp\nworkloads = idle\n");
	my $i = image("$dir/$odd/image");
	local @ENV{qw(MX IX)} = ($m, $i);
	works("a path with $odd", '$BENCH run "$MX" -i "$IX" -o "$RUN"', "$dir/$odd/run of it");
}
works('a folder of a folder that is not there', '$BENCH run $M -i $I -o "$RUN"', "$dir/a/b/c");
works('a path with a slash at its end', '$BENCH run $M -i $I -o "$RUN/"');
refused('a path that is too long', 2, qr/can't be the folder of a run: the name is too long/, '$BENCH run $M -i $I -o $(printf "%03900d" 1)');
refused('an empty path', 2, qr/can't be the folder of a run: the name is empty/, '$BENCH run $M -i $I -o ""');
put("$dir/file", '');
refused('a file in the place of a run', 2, qr{make .*/file: File exists}, "\$BENCH run \$M -i \$I -o $dir/file");

# From another folder.
works('another folder', 'cd / && $BENCH run $M -i $I -o $RUN');
works('another folder, a matrix by name', "cd $dir && \$BENCH run quick --cells '*ept1.idle.s1' -i \$I -o \$RUN");
{
	mkdir("$dir/alone");
	system('cp', $bench, "$dir/alone/exitbench");
	for my $command ('list', 'list default', 'run default') {
		my $out = qx(cd / && $dir/alone/exitbench $command 2>&1 > /dev/null);
		is($? >> 8, 2, "without the project, $command: status");
		like($out, qr/^exitbench: .*not found: call build\/exitbench of the project, or install it \('make install'\)$/m,
		     "without the project, $command: what to do");
	}
}
is(scalar(qx(cd / && $bench list)), scalar(qx($bench list)), 'list says the same from another folder');

# Little of an environment.
works('env -i', 'env -i "$BENCH" run "$M" -i "$I" -o "$RUN"');
works('no HOME, no TMPDIR', 'HOME=/nowhere TMPDIR=/nowhere $BENCH run $M -i $I -o $RUN');
works('a HOME that is read-only', 'HOME=/proc $BENCH run $M -i $I -o $RUN');
works('no terminal', 'setsid -w $BENCH run $M -i $I -o $RUN < /dev/null');
works('SIGCHLD ignored and signals blocked by who starts it',
      q{perl -MPOSIX -e '$SIG{CHLD} = "IGNORE"; sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGTERM, SIGCHLD)); exec(@ARGV)' $BENCH run $M -i $I -o $RUN});

# Streams that are closed: what is printed must not land in a file, nor be lost without a word.
works('closed input', '$BENCH run $M -i $I -o $RUN <&-');
for my $closed ('>&-', '>&- 2>&-', '<&- >&- 2>&-') {
	my $run = "$dir/closed" . $nr++;
	system('sh', '-c', "$bench run $plain -i $image -o $run $closed 2>/dev/null" =~ s/2>&- 2>.*$/2>&-/r);
	is($? >> 8, 2, "$closed: status 2, for nobody was told");
	open(my $f, '<', "$run/records/bochs-vmx.ept1.idle.s1.json");
	unlike(join('', <$f>), qr/^cells:/m, "$closed: the record is a record");
}
SKIP: {
	skip('no /dev/full', 18) unless -e '/dev/full';
	for my $command ('--help', 'compare --help', 'compare data/reference', 'check data/timeline') {
		my $out = qx($build/exitreport $command 2>&1 > /dev/full);
		is($? >> 8, 1, "exitreport $command > /dev/full: status 1");
		like($out, qr/^exitreport: .*No space left on device$/m, "exitreport $command > /dev/full: message");
	}
	for my $command ('list', "list $plain", '--help', 'run --help', 'doctor', "run $plain -i $image -o $dir/full") {
		my $out = qx($bench $command 2>&1 > /dev/full);
		is($? >> 8, 2, "$command > /dev/full: status 2");
		like($out, qr/^exitbench: write standard output: (No space left on device|not all of it was written)$/m, "$command > /dev/full: message");
	}
	ok(-s "$dir/full/records/bochs-vmx.ept1.idle.s1.json", 'the cell was measured nevertheless');
	system("$bench list nothing 2> /dev/full");
	is($? >> 8, 2, '2> /dev/full: status 2');
}
{
	my $run = "$dir/pipe";
	my $out = qx(bash -c '$bench run $plain -i $image -o $run | true; echo \${PIPESTATUS[0]}' 2>&1);
	ok(-s "$run/records/bochs-vmx.ept1.idle.s1.json", 'nobody reads: the cell is measured');
	like($out, qr/^2$/m, 'and the status says that nobody was told');
}

# Locales: made here, for few machines have them.
SKIP: {
	my $locales = "$dir/locales";
	mkdir($locales);
	my @names = grep { system("localedef -i $_ -f UTF-8 $locales/$_.UTF-8 > /dev/null 2>&1") >> 8 < 2 &&
			   -d "$locales/$_.UTF-8" } qw(de_DE tr_TR);
	skip('localedef makes no locales here', 3) unless @names == 2;
	my $say = sub {
		my ($locale, $command) = @_;
		# The memory that is free changes meanwhile.
		return qx(LOCPATH=$locales LC_ALL=$locale $command 2>&1) =~ s/\d+ MiB free.*//gr;
	};
	# A report is written into its run.
	mkdir("$dir/reference");
	system("cp -r data/reference/run.json data/reference/records $dir/reference");
	for my $command ("$bench list", "$bench list default", "$bench list nothing", "$bench doctor --json",
			 "$bench status data/reference", "$build/exitreport compare data/reference",
			 "$build/exitreport delta data/reference boot --csv", "$build/exitreport report $dir/reference && cat $dir/reference/REPORT.md",
			 "$build/exitreport model data/reference", "$build/programs/exitmeter reasons") {
		my $c = $say->('C', $command);
		is($say->("$_.UTF-8", $command), $c, "$_: " . $command =~ s/.*\///r . ': the same bytes') for @names;
	}
	works("$_: a cell", "LOCPATH=$locales LC_ALL=$_.UTF-8 \$BENCH run \$M -i \$I -o \$RUN") for @names;
}

# Several users: the folder of one is not another's.
SKIP: {
	skip('needs root, to be somebody else', 3) if $>;
	my $run = "$dir/mine";
	works('the first user', '$BENCH run $M -i $I -o $RUN', $run);
	chmod(0755, $dir);
	qx(chmod -R a+rX $image $plain);
	local $ENV{PERL5LIB};
	my $as = "setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/";
	my $copy = "$dir/exitbench";
	system('cp', $bench, $copy);
	chmod(0755, $copy);
	my $out = qx($as $copy run $plain -i $image --workloads benchmarks/workloads -o $run 2>&1);
	is($? >> 8, 2, "the folder of another user: status 2");
	like($out, qr{^exitbench: \S*/mine/lock: Permission denied}, "the folder of another user: message");
	is($out =~ tr/\n//, 1, 'in one line');
	$out = qx($as $copy status $run 2>&1);
	is($? >> 8, 0, 'but it can be read') or diag($out);
}

# The display fits its terminal.
for my $columns (40, 80, 200) {
	my $m = put("$dir/wide.matrix", "platforms = bochs-vmx\npaging = tdp\nworkloads = idle\nmemory = 64\n" .
		    "hugepages = off\ntdp_mmu = off\nvpid = off\npti = off\nreplace_smp = off\n");
	my $out = qx(script -qec 'stty rows 10 cols $columns; $bench run $m -i $image -o $dir/wide$columns' /dev/null < /dev/null);
	my @display = grep { /\r$/ && !/^\[|^cells:/ } split(/\n/, $out =~ s/\e\[[A0-9]*[AK]//gr);
	cmp_ok(scalar @display, '>', 2, "$columns columns: there is a display");
	is(scalar(grep { length(s/\r$//r) >= $columns } @display), 0, "$columns columns: each line fits") or diag(@display);
}
done_testing();
