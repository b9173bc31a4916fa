#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitbench on input that is wrong: a clear message, a status, nothing lost.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);

sub put {
	my ($name, $text) = @_;
	open(my $f, '>', "$dir/$name") or die;
	print $f $text;
	close($f);
	return "$dir/$name";
}

sub run {
	my $out = qx($build/exitbench @_ 2>&1);
	return ($? >> 8, $out);
}

sub fails {
	my ($what, $pattern, @args) = @_;
	my ($status, $out) = run(@args);
	is($status, 2, "$what: status 2");
	like($out, $pattern, "$what: message");
}

my $good = "platforms = bochs-vmx\npaging = tdp\nworkloads = boot\n";
fails('no command', qr/^exitbench: which command\? 'exitbench --help' lists them$/m);
fails('unknown command', qr/^exitbench: no command "walk"; 'exitbench --help' lists them\nTry [^\n]*\n\z/, 'walk');
fails('status of what is none', qr/^exitbench: no run in nowhere: nowhere\/run\.json: No such file or directory$/m, 'status', 'nowhere');
fails('an image that is not there', qr/^exitbench: no image in nowhere: nowhere\/identity\.json: No such file or directory; 'make image' .* --image /m, 'exec', '-i', 'nowhere', '--', 'true');
fails('status of no run', qr/^exitbench status: which run\?/, 'status');
fails('status of two', qr/^exitbench status: too many arguments, beginning with "b"$/m, 'status', 'a', 'b');
fails('collect of no run', qr/^exitbench collect: which run\?/, 'collect');
fails('list of two', qr/^exitbench list: too many arguments, beginning with "b"$/m, 'list', 'a', 'b');
fails('doctor of something', qr/^exitbench doctor: too many arguments, beginning with "a"$/m, 'doctor', 'a');
fails('submit without matrix', qr/^exitbench submit: which matrix\?/, 'submit');
fails('no such matrix', qr/no matrix "nothing": neither is there a file of that name here, nor .*nothing\.matrix/, 'list', 'nothing');
fails('no "="', qr/m1\.matrix:2: no "key = value"/, 'list', put('m1.matrix', "# x\nplatforms bochs\n"));
fails('unknown key', qr/m2\.matrix:4: unknown key "colour"/, 'list', put('m2.matrix', $good . "colour = red\n"));
fails('key twice', qr/m3\.matrix:4: second value for key "paging"/, 'list', put('m3.matrix', $good . "paging = tdp\n"));
fails('key missing', qr/m4\.matrix: key "workloads" is missing/, 'list', put('m4.matrix', "platforms = bochs-vmx\npaging = tdp\n"));
fails('unknown platform', qr/m5\.matrix:1: no platform "vax"; there are: host nested bochs-vmx bochs-svm tcg-svm, and auto/, 'list', put('m5.matrix', $good =~ s/bochs-vmx/vax/r));
fails('unknown mode', qr/m6\.matrix:2: paging = "flat" is neither tdp nor shadow/, 'list', put('m6.matrix', $good =~ s/tdp/flat/r));
fails('unknown workload', qr/workload "dance".*'exitbench list' names them.*m7\.matrix:3: named here/s, 'list', put('m7.matrix', $good =~ s/boot/dance/r));
fails('bad seed', qr/m8\.matrix:4: seeds = "x" is not a number/, 'list', put('m8.matrix', $good . "seeds = x\n"));
fails('bad memory', qr/m9\.matrix:4: memory = "1" is not a number between 64/, 'list', put('m9.matrix', $good . "memory = 1\n"));

fails('too much memory', qr/m10\.matrix:4: memory = 4096: bochs-vmx has room for 512 MiB/, 'list', put('m10.matrix', $good . "memory = 4096\n"));
fails('the same cell twice', qr/cell bochs-vmx\.ept1\.boot\.s1 is named twice/, 'list', put('m11.matrix', $good =~ s/tdp/tdp tdp/r));
fails('unknown word for a setting', qr/m12\.matrix:4: meter = "maybe" is not one of: on off/, 'list', put('m12.matrix', $good . "meter = on maybe\n"));
fails('a setting that is no name', qr/m13\.matrix:4: kvm = "..\/x" is not a name of small letters/, 'list', put('m13.matrix', $good . "kvm = ../x\n"));
fails('vpid on SVM', qr/m14\.matrix:4: vpid = off: tcg-svm has SVM/, 'list', put('m14.matrix', ($good =~ s/bochs-vmx/bochs-vmx tcg-svm/r) . "vpid = on off\n"));
fails('too many vCPUs', qr/m15\.matrix:4: vcpus = "9" is not a number between 1 and 8/, 'list', put('m15.matrix', $good . "vcpus = 1 9\n"));
fails('a timeline without a ledger', qr/m16\.matrix:5: timeline = 5: with meter = off there is no ledger/, 'list', put('m16.matrix', $good . "meter = off\ntimeline = off 5\n"));
fails('no time between samples', qr/m17\.matrix:4: timeline = "0" is not a number between 1 and 1000/, 'list', put('m17.matrix', $good . "timeline = 0\n"));
fails('neither off nor a time', qr/m18\.matrix:4: timeline = "on" is not one of: off, or a number from 1 to 1000/, 'list', put('m18.matrix', $good . "timeline = off on\n"));

fails('a CPU that there is not', qr/m19\.matrix:4: cpu = 486: bochs-vmx can play: sapphire-rapids sandy-bridge .*haswell/, 'list', put('m19.matrix', $good . "cpu = 486\n"));
fails("another maker's CPU", qr/m20\.matrix:4: cpu = haswell: bochs-svm can play: zen$/m, 'list', put('m20.matrix', ($good =~ s/bochs-vmx/bochs-svm/r) . "cpu = haswell\n"));
fails('a CPU where there is one', qr/m21\.matrix:4: cpu = haswell: nested has this machine's own/, 'list', put('m21.matrix', ($good =~ s/bochs-vmx/nested/r) . "cpu = haswell\n"));
fails('the default by its name and by "auto"', qr/cell bochs-vmx\.ept1\.boot\.s1 is named twice/, 'list', put('m22.matrix', $good . "cpu = auto sapphire-rapids\n"));

put('w1.workload', "summary = x\ngroup = y\ncommand = \"open\n");
put('w2.workload', "summary = x\ngroup = y\n");
put('w3.workload', "summary = x\ngroup = y\ncommand = ls\nmeasure = all\n");
my $at = "summary = x\ngroup = y\n";
put('p1.workload', $at . "points = 1 2\ncommand = ls\n");
put('p2.workload', $at . "command = ls {point}\n");
put('p3.workload', $at . "command = ls\nstartup = ls {point}\n");
put('p4.workload', $at . "points = 1 2 1\ncommand = ls {point}\n");
put('p5.workload', $at . "points = 1 a/b\ncommand = ls {point}\n");
put('p6.workload', $at . "points = 1\ncommand = ls {point}\nmeasure = none\n");
put('p7.workload', $at . "points = 1\ncommand = ls {point}\nprepare = ls {point}\n");
put('p8.workload', $at . "points = " . join(' ', 1 .. 17) . "\ncommand = ls {point}\n");
put('p9.workload', $at . "points = " . 'x' x 60 . "\ncommand = ls " . '{point}' x 20 . "\n");
put('p10.workload', $at . "points = 1\nmeasure = boot\n");
put('s1.workload', $at . "measure = login\n");
put('s2.workload', $at . "measure = boot\nsystem = debian\n");
put('s3.workload', $at . "measure = login\nsystem = debian\nscratch = ext4\n");
put('s4.workload', $at . "measure = login\nsystem = debian\ncommand = ls\n");
put('s5.workload', $at . "measure = login\nsystem = plan9\n");
put('n1.workload', $at . "command = ls\nnetwork = tap\n");
my $with_points = $at . "points = 1 2\ncommand = ls {point}\n";
put('r1.workload', $with_points . "expect = both cr >= x why\n");
put('r2.workload', $with_points . "expect = both cr >= 1 why\nexpect = tdp points=1,4 cr >= 1 why\n");
put('r3.workload', $at . "command = ls\nexpect = both cr >= 1 why\n");
put('r4.workload', $with_points . "expect = both cr >= 1 why\n" x 65);
put('r5.workload', $with_points . "explain = a\nexplain = b\n");
for my $case (['r1', qr/r1\.workload:5: expect: "x" is not a number of exits up to 1000000/],
	      ['r2', qr/r2\.workload:6: expect: "4" is not one of the points: 1 2/],
	      ['r3', qr/r3\.workload:4: expect: there are no points/],
	      ['r4', qr/r4\.workload:69: too many lines with the key "expect"/],
	      ['r5', qr/r5\.workload:6: second value for key "explain"/],
	      ['p1', qr/p1\.workload:4: command: has no \{point\}/],
	      ['p2', qr/p2\.workload:3: command: has \{point\}, but there is no key "points"/],
	      ['p3', qr/p3\.workload:4: startup: has \{point\}, but there is no key "points"/],
	      ['p4', qr/p4\.workload:3: points: "1" is named twice/],
	      ['p5', qr/p5\.workload:3: points: "a\/b" can't be: a name is of letters, digits/],
	      ['p6', qr/p6\.workload:3: points: only with measure = command/],
	      ['p7', qr/p7\.workload:5: prepare: has \{point\}, but it runs once/],
	      ['p8', qr/p8\.workload:3: points: there are too many/],
	      ['p9', qr/p9\.workload:4: command: too long at point x/],
	      ['p10', qr/p10\.workload:3: points: only with measure = command/],
	      ['s1', qr/s1\.workload:3: measure = login goes with a system that is not small/],
	      ['s2', qr/s2\.workload:4: measure = login goes with a system/],
	      ['s3', qr/s3\.workload:3: .* neither prepare, startup nor scratch/],
	      ['s4', qr/s4\.workload: measure = login has no command/],
	      ['s5', qr/s5\.workload:4: system = "plan9" is not one of: small debian/],
	      ['n1', qr/n1\.workload:4: network = "tap" is not one of: none user/],
	      ['w1', qr/w1\.workload:3: command: too many words or an open quotation/],
	      ['w2', qr/w2\.workload: key "command" is missing/],
	      ['w3', qr/w3\.workload:4: measure = "all" is not one of: command boot none l1 login/]) {
	my $matrix = put("$case->[0].matrix", $good =~ s/boot/$case->[0]/r);
	fails("workload $case->[0]", $case->[1], 'run', $matrix, '--workloads', $dir, '-o', "$dir/run");
}

put('d.workload', $at . "measure = login\nsystem = debian\n");
for my $case (['detail', 'both'], ['meter', 'off'], ['spare', '1'], ['observer', 'perf']) {
	my ($setting, $value) = @$case;
	my $m = put("d-$setting.matrix", $good =~ s/boot/d\n$setting = $value/r);
	fails("login with $setting = $value", qr/d-$setting\.matrix:4: $setting = $value: not with d, which is measured in L1/,
	      'run', $m, '--workloads', $dir, '-o', "$dir/run");
}
mkdir("$dir/bare");
put('bare/identity.json', '{}');
put('bare/bochs', '');
fails('no disk of the distribution', qr{there is no $dir/bare/debian\.img.*'make image-debian' builds them}, 'run',
      put('d.matrix', $good =~ s/boot/d/r), '--workloads', $dir, '-i', "$dir/bare", '-o', "$dir/run");

my $matrix = put('good.matrix', $good);
fails('no image', qr/identity\.json.*'make image' builds/s, 'run', $matrix, '-i', "$dir/none", '-o', "$dir/run");
mkdir("$dir/cut");
mkdir("$dir/cut/records");
put('cut/run.json', '{"cells": ["a", "b"]}');
put('cut/records/a.json', '{"schema": "exitmeter-rec');
{
	my ($status, $out) = run('status', "$dir/cut");
	is($status, 1, 'a truncated record: status 1');
	like($out, qr/^a\s+unreadable/m, 'a truncated record is called unreadable');
	like($out, qr/^b\s+missing/m, 'a record that is not there is called missing');
}
fails('run that is none', qr/run\.json/, 'status', "$dir/none");
fails('run without matrix', qr/^exitbench run: which matrix\?/, 'run');
{
	local $ENV{PATH} = '/nowhere';
	my $svm = put('svm.matrix', $good =~ s/bochs-vmx/tcg-svm/r);
	my $out = qx($build/exitbench run $svm -o $dir/run 2>&1);
	is($? >> 8, 2, 'missing tool: status 2');
	like($out, qr/platform tcg-svm does not work here: it needs qemu-system-x86_64.*'make deps'/s, 'missing tool: message');
}
mkdir("$dir/no-bochs");
put('no-bochs/identity.json', '{}');
fails('image without emulator', qr{no-bochs/bochs: No such file.*'make image' builds it}, 'run', $matrix, '-i', "$dir/no-bochs", '-o', "$dir/run");

# A machine that does no more than say something on its console.
sub machines_say {
	my ($console) = @_;
	chmod(0755, put($_, "#!/bin/sh\nprintf '$console' > console.log\nexit 1\n"))
		for qw(bin/qemu-system-x86_64 image/bochs);
}

# An L1 that does not boot is tried again where that happens by chance, and then recorded.
{
	mkdir("$dir/$_") for qw(bin image);
	machines_say('');
	put('image/identity.json', '{}');
	for my $case (['tcg-svm', 'npt1', 3], ['bochs-vmx', 'ept1', 1]) {
		my ($platform, $mode, $boots) = @$case;
		my $m = put("$platform.matrix", $good =~ s/bochs-vmx/$platform/r);
		my $out = qx(PATH=$dir/bin:\$PATH $build/exitbench run $m -i $dir/image -o $dir/unbooted 2>&1);
		is($? >> 8, 1, "$platform: an L1 that does not boot is a failed cell");
		like($out, qr/ended in phase "start"/, "$platform: message");
		open(my $f, '<', "$dir/unbooted/records/$platform.$mode.boot.s1.json") or die;
		like(join('', <$f>), qr/"boots": ?$boots\b/, "$platform: was started $boots times");
	}
	# What went into the same folder is one run.
	for my $again ('', '--again') {
		open(my $f, '<', "$dir/unbooted/run.json") or die;
		my $run = join('', <$f>);
		like($run, qr/"matrix": ?"tcg-svm\+bochs-vmx"/, "two calls $again: the names of both matrices");
		like($run, qr/\[\s*"tcg-svm.npt1.boot.s1",\s*"bochs-vmx.ept1.boot.s1"\s*\]/, "two calls $again: the cells of both");
		qx(PATH=$dir/bin:\$PATH $build/exitbench run $dir/bochs-vmx.matrix $dir/tcg-svm.matrix --cells "*ept*" $again -i $dir/image -o $dir/unbooted 2>&1);
	}

	# So is a cell that a known flaw of the emulator spoilt, and no other that failed.
	for my $case (['Oops: int3: 0000 [#1] SMP', 3], ['Oops: 0002 [#1] SMP', 1]) {
		my ($oops, $boots) = @$case;
		machines_say("exitmeter: phase window up 1.00 idle 1.00\\n$oops\\nKernel panic - not syncing: Fatal\\n");
		my $out = qx(PATH=$dir/bin:\$PATH $build/exitbench run $dir/tcg-svm.matrix -i $dir/image -o $dir/flawed 2>&1);
		is($? >> 8, 1, "$oops: a failed cell");
		like($out, qr/L1 panicked, in phase "window": Kernel panic - not syncing: Fatal/, "$oops: message");
		is(() = $out =~ /L1 ran code that it had replaced, which is the emulator's fault: try [23]$/mg, $boots - 1, "$oops: says so");
		open(my $f, '<', "$dir/flawed/records/tcg-svm.npt1.boot.s1.json") or die;
		like(join('', <$f>), qr/"boots": ?$boots\b/, "$oops: was started $boots times");
	}
}

# And one that hangs, where that happens by chance.
{
	mkdir("$dir/hanging");
	put('hanging/hangs.workload', "summary = nothing\ngroup = test\ntimeout = 1\ncommand = true\n");
	chmod(0755, put($_, "#!/bin/sh\nexec sleep 100\n")) for qw(bin/qemu-system-x86_64 image/bochs);
	for my $case (['tcg-svm', 'npt1', 3], ['bochs-vmx', 'ept1', 1]) {
		my ($platform, $mode, $boots) = @$case;
		my $m = put("hanging.matrix", ($good =~ s/bochs-vmx/$platform/r) =~ s/boot/hangs/r);
		my $out = qx(PATH=$dir/bin:\$PATH $build/exitbench run $m --workloads $dir/hanging -i $dir/image -o $dir/hung 2>&1);
		is($? >> 8, 1, "$platform: a machine that hangs is a failed cell");
		is(() = $out =~ /it hung, which is the emulator's fault: try [23]$/mg, $boots - 1, "$platform: says so");
		open(my $f, '<', "$dir/hung/records/$platform.$mode.hangs.s1.json") or die;
		my $record = join('', <$f>);
		like($record, qr/"status": ?"timeout".*"boots": ?$boots\b/s, "$platform: was started $boots times");
	}
}

my ($status, $out) = run('list', $matrix);
is($status, 0, 'a good matrix is listed');
is($out, "bochs-vmx.ept1.boot.s1\n", 'with its cells');
my $varied = put('varied.matrix', $good =~ s/tdp/tdp shadow/r . "meter = on off\nkvm = unpatched patched\n");
($status, $out) = run('list', $varied);
is($out, join('', map { "bochs-vmx.$_\n" } qw(
	ept1.boot.s1.kvm-unpatched ept0.boot.s1.kvm-unpatched
	ept1.boot.s1.kvm-unpatched.meter-off ept0.boot.s1.kvm-unpatched.meter-off
	ept1.boot.s1 ept0.boot.s1 ept1.boot.s1.meter-off ept0.boot.s1.meter-off)),
   'settings are multiplied out, the ones off their default are in the name, modes come in pairs');
fails('no cell fits', qr/no cell of good fits '\*\.none\.\*'/, 'run', $matrix, '--cells', "'*.none.*'");
fails('a cell in two matrices', qr/matrix varied\+good: cell bochs-vmx\.ept1\.boot\.s1 is named twice/, 'run', $varied, $matrix);
for my $command ('', 'run', 'list', 'doctor', 'status') {
	($status, $out) = run($command, '--help');
	is($status, 0, "$command --help: status 0");
	like($out, qr/EXAMPLES/, "$command --help has examples");
}

done_testing();
