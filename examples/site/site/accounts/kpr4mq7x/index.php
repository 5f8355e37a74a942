<?php

return [
    'email' => 'keeper@skerrow.example',
    'language' => 'en',
    'name' => 'Ines Falk',
    'role' => 'admin'
];