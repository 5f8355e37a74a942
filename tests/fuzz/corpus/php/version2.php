<?php
c::set('debug', true);
