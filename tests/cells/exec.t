#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitbench exec in real cells: a program that is dynamically linked, a script on another
# platform, and one that fails. Less than a minute on two cores.
use strict;
use warnings;
use lib 'tests';
use Laws;
use Cwd qw(realpath);
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = realpath($ENV{BUILD} // 'build');
my $dir = tempdir(CLEANUP => 1);

sub put {
	my ($path, $text, $mode) = @_;
	open(my $f, '>', "$dir/$path") or die "$path: $!";
	print $f $text;
	close($f);
	chmod($mode // 0644, "$dir/$path");
}

# In the folder: what is on standard output, and the status.
sub bench {
	open(my $f, '-|', 'sh', '-c', 'cd "$0" && exec "$@"', $dir, "$build/exitbench", 'exec',
	     '-i', "$build/image", '--timeout', 900, @_) or die;
	my $out = do { local $/; <$f> } // '';
	close($f);
	diag($out);
	return ($out, $? >> 8);
}

sub record {
	open(my $f, '<', "$dir/$_[0]") or return {};
	local $/;
	return decode_json(<$f>);
}

# Both modes of a program of this machine, which writes a file, too.
put('numbers', join('', map { ($_ * 7919) % 5000 . "\n" } 1 .. 5000));
my ($out, $status) = bench('--file', 'numbers', '--', 'sort', '-n', '-o', 'sorted', 'numbers');
is($status, 0, 'a dynamically linked program: status 0');
like($out, qr/^sort +[\d,]+ +[\d,]+ +/m, 'both modes are compared');
like($out, qr/^28 CR_ACCESS +0 +[\d,]+ +appears /m, 'reason by reason');
my %cell = map { $_ => record("data/exec/sort.1/records/bochs-vmx.$_.sort.s1.json") } qw(ept1 ept0);
for my $mode (qw(ept1 ept0)) {
	my $r = $cell{$mode};
	my @laws = laws_of_record($r);
	is($r->{status}, 'ok', "$mode: the record is good");
	cmp_ok(scalar @laws, '>=', 10, "$mode: laws were checked");
	is(scalar(grep { $_->{difference} } @laws), 0, "$mode: all laws hold");
	is_deeply($r->{measured}{window}{command}, ['sort', '-n', '-o', 'sorted', 'numbers'], "$mode: the command alone is in the window");
	is($r->{measured}{window}{meter}{paging}, $mode eq 'ept1' ? 'tdp' : 'shadow', "$mode: in its mode");
	is($r->{workload}{group}, 'job', "$mode: it is a job");
}
my $check = qx($build/exitreport check $dir/data/exec/sort.1 2>&1);
is($?, 0, 'exitreport reads the run as any other') or diag($check);

# A script, with what it calls, on an emulator that names its disks in another way.
put('run.sh', <<'END', 0755);
#!/bin/sh
echo "words: $# $1"
cat words
read -r line; echo "input: $? $line"
pwd
echo more > new && cat new
ls -a /
[ -x /usr/bin/sed ] || echo no sed
END
put('words', "brought\n");
($out, $status) = bench('--platform', 'bochs-svm', '--paging', 'tdp', '--file', 'words', '--file', 'cat', '--file', 'ls',
			'--', './run.sh', 'a b');
is($status, 0, 'a script: status 0');
my ($printed) = $out =~ /\A(.*?)^run\.sh, npt=1, bochs-svm, seed 1$/ms;
$printed //= '';
like($printed, qr/^words: 1 a b\nbrought\ninput: 1 \n\/\nmore\n/, 'it has its words and files, no input, and can write');
like($printed, qr/^no sed$/m, 'and nothing that was not named');
like($printed, qr/^bin$/m, 'in a root');
is(join(' ', grep { $printed =~ /^\Q$_\E$/m } qw(.prepare lost+found)), '', 'that shows nothing of how it came there');

# One that fails, started by a shell of L2's, which numbers no lines.
($out, $status) = bench('--paging', 'shadow', '--', 'sh', '-c', 'echo "about to fail"; no-such-program');
is($status, 1, 'a command that fails: status 1');
like($out, qr/^about to fail\n.*\bsh: 1: no-such-program: not found\n\z/m, 'what it printed is shown, and no result');
my $failed = record('data/exec/sh.1/records/bochs-vmx.ept0.sh.s1.json');
is($failed->{status}, 'failed', 'the record is kept');
like($failed->{error}, qr/the command ended with status 127/, 'with the reason');
like($failed->{measured}{output}, qr/^about to fail$/m, 'and the output');
is($failed->{workload}{summary}, q{sh -c 'echo "about to fail"; no-such-program'}, 'and the command');

done_testing();
