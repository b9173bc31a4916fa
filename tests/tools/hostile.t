#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Matrices and workloads that nobody should trust: refused when they are read, in a line that
# says what is wrong, before anything is allocated or written.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(time);

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);

sub put {
	my ($name, $text) = @_;
	open(my $f, '>:raw', "$dir/$name") or die "$name: $!";
	print $f $text;
	close($f);
	return "$dir/$name";
}

# Within 10 s and 400 MB of memory, unless ASan needs more addresses than that.
my $limit = $ENV{SANITIZED} ? '' : 'ulimit -v 400000;';
sub list {
	my ($file, @more) = @_;
	my $out = qx($limit timeout 10 $build/exitbench list @more -- '$file' 2>&1);
	return ($? >> 8, $out);
}

sub refused {
	my ($what, $text, $pattern, @more) = @_;
	my ($status, $out) = list(put('m.matrix', $text), @more);
	is($status, 2, "$what: refused");
	like($out, $pattern, "$what: why") or diag($out);
	unlike($out, qr/[\x00-\x09\x0b-\x1f\x7f]/, "$what: nothing but text is printed");
}

sub matrix { return "platforms = bochs-vmx\npaging = tdp\nworkloads = $_[0]\n" . ($_[1] // '') }

# Names become paths, titles, and words for gnuplot, Markdown and HTML.
my $rule = qr/can't be a workload: a name is of letters, digits/;
refused("workload \"$_\"", matrix($_), $rule)
	for 'x' x 64, 'sub/in', '../w2/a|b', '$(x)', 'a(b', 'a)b', '`id`', '-rf', '.hidden', '..', 'a$b', '<b>',
	    '[a](http://b)', "a\xc3\xa4", 'a;b', 'a\\b', "a'b", 'a"b', '*', 'a&b', '~a', 'a#b', 'a%n';
{
	my $name = 'x' x 63;
	put("$name.workload", "summary = x\ngroup = y\ncommand = true\n");
	my ($status, $out) = list(put('m.matrix', matrix($name)), '-w', $dir);
	is($out, "bochs-vmx.ept1.$name.s1\n", 'the longest name is kept whole');
}
for my $point ('a/b', 'a|b', '-x', 'x' x 64, '$x', '<i>') {
	put('p.workload', "summary = x\ngroup = y\npoints = $point\ncommand = true {point}\n");
	refused("point \"$point\"", matrix('p'), qr/p\.workload:3: points: ".*" can't be: a name is of letters/, '-w', $dir);
}

# What is multiplied is counted before there is memory for it.
my $n = sub { join(' ', 1 .. $_[0]) };
my $from = sub { join(' ', $_[0] .. $_[0] + $_[1] - 1) };
refused('a product beyond 64 bits', matrix('idle', 'seeds = ' . $n->(64) . "\nmemory = " . $from->(64, 64) .
	"\nkvm = " . join(' ', map { "k$_" } 1 .. 64) . "\ntimeline = " . $n->(64) . "\nvcpus = " . $n->(8) .
	"\nspare = 0 " . $n->(7) . "\n"), qr/matrix m: more than 131072 cells: make several runs of it/);
refused('524,288 cells', matrix('idle', 'seeds = ' . $n->(64) . "\nmemory = " . $from->(64, 64) .
	"\ntimeline = " . $n->(64) . "\nmeter = on\nvpid = on off\n"), qr/more than 131072 cells/);
{
	my $begun = time;
	my ($status, $out) = list(put('many.matrix', matrix('idle', 'seeds = ' . $n->(64) . "\nmemory = " .
		$from->(64, 64) . "\nvcpus = " . $n->(8) . "\nspare = 0 1 2 3\n")));
	is($status, 0, 'as many as there may be are listed');
	is(() = $out =~ /\n/g, 131072, 'all of them');
	diag(sprintf('131,072 cells: %.1f s', time - $begun));
}
refused('too many in two files', matrix('idle', 'seeds = ' . $n->(65) . "\n"), qr/seeds has more than 64 words/);

# A cell's name has all that makes the cell.
{
	my $all = "memory = 65536\nvcpus = 8\nspare = 7\nkvm = abcdefghijklmnopqrstuvwxyz-0123\ndetail = histogram\n" .
		"guest = nobody\nobserver = hist\nhugepages = off\ntdp_mmu = off\npti = on\nreplace_smp = off\n";
	my $text = "platforms = tcg-svm\npaging = tdp\nworkloads = idle\n$all" . "timeline = 999 1000\n";
	my ($status, $out) = list(put('all.matrix', $text));
	is($status, 0, 'all settings off their defaults: listed');
	my @ids = split(/\n/, $out);
	like($ids[$_], qr/\.replace_smp-off\.timeline-@{[999 + $_]}$/, 'the name is whole') for 0, 1;
	my $long = 'x' x 63;
	refused('a name too long for a file', $text =~ s/idle/$long/r, qr/the name of cell tcg-svm.* has more than 235 characters: take a shorter name/, '-w', $dir);
}

# One number, one way to write it.
for my $number ('01', '+1', '-1', '0x1', '1e3', '1.0', '99999999999999999999', "1\xc2\xa0") {
	refused("seeds = $number", matrix('idle', "seeds = $number\n"), qr/m\.matrix:4: seeds = "/) unless $number =~ /\xc2/;
}
refused('memory = 0256', matrix('idle', "memory = 0256\n"), qr/memory = "0256" is not a number/);
refused('timeline = 007', matrix('idle', "timeline = 007\n"), qr/timeline = "007" is not a number/);

# Text goes into records and onto terminals.
refused('a NUL byte', matrix('idle') . "seeds = 1\0 2\n", qr/m\.matrix:4: has a (NUL byte|control character)/);
refused('an escape sequence', matrix('idle') . "# \e[2J\n", qr/m\.matrix:4: has a control character/);
refused('an unknown key with one', matrix('idle') . "\xff\xfe = 1\n", qr/m\.matrix:4: is not UTF-8/);
refused('a line of 100,000 characters', matrix('idle') . 'x' x 100000, qr/m\.matrix:4: line too long/);
refused('an empty file', '', qr/key "platforms" is missing/);
refused('continued from nothing', " x\n", qr/m\.matrix:1: nothing to continue with/);
put('s.workload', "summary = \xe4\ngroup = y\ncommand = true\n");
refused('a summary that is not UTF-8', matrix('s'), qr/s\.workload:1: is not UTF-8/, '-w', $dir);
{
	my ($status, $out) = list($dir);
	is($status, 2, 'a folder for a matrix: refused');
	like($out, qr/Is a directory/, 'a folder for a matrix: why');
	($status, $out) = list('');
	is($status, 2, 'no name for a matrix: refused');
	like($out, qr/is no matrix: the name is empty/, 'no name for a matrix: why');
	($status, $out) = list('x/' x 3000);
	like($out, qr/is no matrix: the name is too long/, 'a path beyond all bounds: why');
}

# A matrix may be called what its user likes; what is named after it holds no more than a name can.
{
	my $file = put("[a](http:b) <i>\xc3\xa4.matrix", matrix('idle'));
	my ($status, $out) = list($file);
	is($out, "bochs-vmx.ept1.idle.s1\n", 'a matrix with an odd name is read');
	$out = qx($build/exitbench run --cells nothing '$file' 2>&1);
	like($out, qr/no cell of _a__http_b___i___ fits/, 'and is called by what a name can hold');
}
# A run that somebody else made: its names can't lead out of its folder, its text is text.
{
	mkdir("$dir/$_") for qw(run run/records);
	put('run/run.json', '{"schema": "exitmeter-run/1", "matrix": "x", "cells": ["../../secret", 1, null, "a b", "bochs-vmx.ept1.idle.s1.detail-both"]}');
	put('secret.json', '{"schema": "exitmeter-record/1", "status": "ok"}');
	open(my $f, '<', 'data/detail/records/bochs-vmx.ept1.idle.s1.detail-both.json') or die;
	put('run/records/bochs-vmx.ept1.idle.s1.detail-both.json',
	    join('', <$f>) =~ s/"status": ?"ok"/"status": "failed", "error": "\\u001b[2Jgone"/r);
	my $out = qx($build/exitbench status $dir/run 2>&1);
	is($? >> 8, 1, 'status of a hostile run: 1');
	like($out, qr/^exitbench: .*run\.json: cell $_ has a name that none may have$/m, "cell $_ is refused") for 1 .. 4;
	like($out, qr/^bochs-vmx\S+ +failed .*  \?\[2Jgone$/m, 'a control character is shown, not sent');
	like($out, qr/^0 of 5 cells are good$/m, 'and none is good');
	put('run/run.json', '{"cells": {"a": 1}}');
	$out = qx($build/exitbench status $dir/run 2>&1);
	is($? >> 8, 2, 'no list of cells: status 2');
	like($out, qr/names no cells; it is no run's/, 'no list of cells: message');
}
done_testing();
