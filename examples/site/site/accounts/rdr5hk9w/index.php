<?php

return [
    'email' => 'reader@skerrow.example',
    'language' => 'en',
    'name' => 'Mirja Holm',
    'role' => 'reader'
];