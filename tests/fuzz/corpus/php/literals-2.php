<?php return [
['a' => E_ALL],
['a' => true, 'b' => FALSE, 'c' => Null, 'd' => NULL],
[true => 'a', false => 'b', null => 'c', 1.7 => 'd'],
['a' => "\xZ"],
['ü' => 'ß', '日本' => '👍'],
[
  // comment
  'a' => 1, # other
  /* block */ 'b' => 2
]
];